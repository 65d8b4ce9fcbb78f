package org.convscope.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.autograd.Rules;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.convscope.importer.Onnx;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.convscope.visualize.ascend.Ascent;
import org.convscope.visualize.ascend.AscentTask;
import org.convscope.visualize.ascend.Recipe;
import org.convscope.visualize.ascend.objective.Channel;
import org.convscope.visualize.ascend.objective.Look;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A step of gradient ascent by the default recipe (Fourier coefficients, random views, Adam) beside
 * the passes through the network in it, which are timed alone in turn: the forward pass up to the
 * layer and the gradient of a channel's mean by the input.
 */
@Command(
    name = "ascent",
    mixinStandardHelpOptions = true,
    description = "Times a step of gradient ascent and the network's part of it.")
final class AscentCommand implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int WARM_UP = 200;
  private static final int TURN = 60;

  @Option(
      names = "--model",
      defaultValue = "squeezenet1_1",
      description = "An architecture (seeded weights) or an ONNX file (${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--layer",
      defaultValue = "features.7",
      description = "The layer whose channel is raised (${DEFAULT-VALUE}).")
  private String layer;

  @Option(names = "--channel", defaultValue = "3", description = "Which one (${DEFAULT-VALUE}).")
  private int channel;

  @Option(names = "--threads", defaultValue = "2", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--rounds", defaultValue = "7", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    Machine.print(System.out);
    Network network =
        model.endsWith(".onnx")
            ? Onnx.load(Path.of(model))
            : Architecture.of(model).build(Variant.published(SEED));
    String value = new Layers(network).resolve(layer).value();
    int height = network.input().dims().get(2);
    int width = network.input().dims().get(3);
    Shape canvas = Shape.of(1, network.input().dims().get(1), height, width);
    try (Workers workers = Workers.of(threads)) {
      Kernels kernels = new VectorKernels(workers, new Buffers());
      AscentTask task =
          new AscentTask(
              network,
              Preprocessing.imageNet(height, width),
              new Channel(Look.at(value), channel),
              canvas,
              new AscentTask.View(height, width));
      steps(task, kernels, WARM_UP);
      passes(network, value, kernels, canvas, WARM_UP);
      List<Double> steps = new ArrayList<>();
      List<Double> passes = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        steps.addAll(steps(task, kernels, TURN));
        passes.addAll(passes(network, value, kernels, canvas, TURN));
      }
      print(steps, passes);
    }
    return 0;
  }

  /** Milliseconds of each step of an ascent but the first. */
  private List<Double> steps(AscentTask task, Kernels kernels, int count) {
    List<Double> times = new ArrayList<>();
    long[] last = {0};
    new Ascent(
            task,
            Recipe.LUCID.options().withSteps(count + 1),
            kernels,
            CounterRandom.of(SEED).stream("ascent"))
        .run(
            Optional.empty(),
            (step, score, image) -> {
              long now = System.nanoTime();
              if (step > 0) {
                times.add((now - last[0]) / 1e6);
              }
              last[0] = now;
              return true;
            });
    return times;
  }

  /** Milliseconds of each forward and backward pass. */
  private List<Double> passes(
      Network network, String value, Kernels kernels, Shape canvas, int count) {
    String input = network.input().name();
    CounterRandom random = CounterRandom.of(SEED);
    float[] numbers = new float[canvas.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.gaussian(i);
    }
    Tensor image = Tensor.of(canvas, numbers);
    Request request = Request.taps(value).tracking(input);
    Tensor seed = null;
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      try (Run run = network.run(kernels, Map.of(input, image), request)) {
        seed = seed == null ? seed(run.value(value).shape()) : seed;
        run.backward(Map.of(value, seed), List.of(input), Rules.GRADIENT).get(input).floats();
      }
      times.add((System.nanoTime() - start) / 1e6);
    }
    return times;
  }

  /** The gradient of the channel's mean. */
  private Tensor seed(Shape s) {
    int plane = s.dim(2) * s.dim(3);
    float[] g = new float[s.size()];
    for (int i = 0; i < plane; i++) {
      g[channel * plane + i] = 1f / plane;
    }
    return Tensor.of(s, g);
  }

  private void print(List<Double> steps, List<Double> passes) {
    Collections.sort(steps);
    Collections.sort(passes);
    double step = steps.get(steps.size() / 2);
    double pass = passes.get(passes.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "%s, %s %d, %d threads, ms, least and median: step %.2f %.2f, network alone %.2f %.2f,"
            + " outside of it %.0f%% of the median step%n",
        model.replaceAll(".*/", ""),
        layer,
        channel,
        threads,
        steps.get(0),
        step,
        passes.get(0),
        pass,
        100 * (1 - pass / step));
  }
}
