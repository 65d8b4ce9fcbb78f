package org.convscope.bench.compare;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.bench.Machine;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.convscope.models.Layers;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.ascend.Ascent;
import org.convscope.visualize.ascend.AscentTask;
import org.convscope.visualize.ascend.Recipe;
import org.convscope.visualize.ascend.objective.Channel;
import org.convscope.visualize.ascend.objective.Look;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A step of gradient ascent by the default recipe (Fourier coefficients, random views, Adam) beside
 * the passes through the network in it, which are timed alone in turn: {@link Work#GRADIENT} up to
 * the same layer.
 */
@Command(
    name = "ascent",
    mixinStandardHelpOptions = true,
    description = "Times a step of gradient ascent and the network's part of it.")
public final class AscentCommand implements Callable<Integer> {
  private static final int WARM_UP_STEPS = 500;
  private static final int STEPS = 60;

  @Option(
      names = "--model",
      defaultValue = "squeezenet1_1",
      description = "An architecture (seeded weights) or an ONNX file (${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--layer",
      defaultValue = "features.7",
      description =
          "The layer, channel " + Work.CHANNEL + " of which is raised (${DEFAULT-VALUE}).")
  private String layer;

  @Option(names = "--threads", defaultValue = "2", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--rounds", defaultValue = "7", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    Machine.print(System.out);
    Task task = Task.of(model, 1, threads);
    String value = new Layers(task.network()).resolve(layer).value();
    Kernels kernels = new VectorKernels(Workers.of(threads), new Buffers());
    Times steps = new Times();
    Times passes = new Times();
    try (Contender network = new Convscope(task, kernels, value)) {
      climb(task, value, kernels, WARM_UP_STEPS, new Times());
      Times.warmUp(network, Work.GRADIENT);
      for (int round = 0; round < rounds; round++) {
        climb(task, value, kernels, STEPS, steps);
        passes.turn(network, Work.GRADIENT, 1);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %s %d, %d threads, ms, least and median: step %.2f %.2f, network alone %.2f %.2f,"
            + " outside of it %.0f%% of the median step%n",
        model.replaceAll(".*/", ""),
        layer,
        Work.CHANNEL,
        threads,
        steps.least(),
        steps.median(),
        passes.least(),
        passes.median(),
        100 * (1 - passes.median() / steps.median()));
    return 0;
  }

  /** Steps from noise; adds the time from one to the next. */
  private static void climb(Task task, String value, Kernels kernels, int count, Times times) {
    Shape canvas = task.images().shape();
    int height = canvas.dim(2);
    int width = canvas.dim(3);
    AscentTask ascent =
        new AscentTask(
            task.network(),
            Preprocessing.imageNet(height, width),
            new Channel(Look.at(value), Work.CHANNEL),
            canvas,
            new AscentTask.View(height, width));
    long[] at = new long[count + 1];
    new Ascent(ascent, Recipe.LUCID.options().withSteps(count + 1), kernels, CounterRandom.of(1))
        .run(
            Optional.empty(),
            (step, score, image) -> {
              at[step] = System.nanoTime();
              return true;
            });
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      millis[i] = (at[i + 1] - at[i]) / 1e6;
    }
    times.add(millis);
  }
}
