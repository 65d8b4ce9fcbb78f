package org.convscope.visualize.invariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.visualize.classes.ClassScores;

/**
 * The method: move an image a little more from point to point and measure, in each layer, the
 * Euclidean distance between the features of the moved and the original image, and the probability
 * of the image's class.
 */
public final class Invariance {
  private final Network network;
  private final List<String> layers;
  private final String logits;

  /**
   * An image and its class.
   *
   * @param name of the image
   * @param input of the network [1×C×H×W]
   * @param label its class; −1 for the one that the network finds most probable
   */
  public record Subject(String name, Tensor input, int label) {}

  /**
   * One image under one kind of movement.
   *
   * @param subject the image
   * @param label the class whose probability is followed
   * @param transforms what was done, point by point
   * @param distances Euclidean distance by layer and point
   * @param probabilities of the class by point
   */
  public record Curve(
      Subject subject,
      int label,
      List<? extends Transform> transforms,
      double[][] distances,
      double[] probabilities) {}

  /**
   * @param layers values whose features are compared
   */
  public Invariance(Network network, List<String> layers) {
    this.network = network;
    this.layers = List.copyOf(layers);
    this.logits = ClassScores.of(network).value();
  }

  /**
   * Measures.
   *
   * @param lanes one single-threaded kernel set per thread to use
   * @param progress told the number of images done, from any thread
   * @return one curve per image
   */
  public List<Curve> run(
      List<Kernels> lanes,
      List<Subject> subjects,
      List<? extends Transform> transforms,
      IntConsumer progress) {
    Curve[] curves = new Curve[subjects.size()];
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    try (Workers workers = Workers.of(lanes.size())) {
      workers.forEach(
          lanes.size(),
          lane -> {
            for (int i = next.getAndIncrement(); i < curves.length; i = next.getAndIncrement()) {
              curves[i] = curve(lanes.get(lane), subjects.get(i), transforms);
              progress.accept(done.incrementAndGet());
            }
          });
    }
    return Arrays.asList(curves);
  }

  private Curve curve(Kernels kernels, Subject subject, List<? extends Transform> transforms) {
    Run clean = run(kernels, subject.input());
    int label = subject.label() >= 0 ? subject.label() : strongest(clean.value(logits).floats());
    double[][] distances = new double[layers.size()][transforms.size()];
    double[] probabilities = new double[transforms.size()];
    for (int t = 0; t < probabilities.length; t++) {
      Run moved = run(kernels, transforms.get(t).apply(subject.input()));
      for (int l = 0; l < distances.length; l++) {
        String value = layers.get(l);
        distances[l][t] = distance(clean.value(value).floats(), moved.value(value).floats());
      }
      probabilities[t] = ClassScores.probabilities(moved.value(logits).floats())[label];
    }
    return new Curve(subject, label, transforms, distances, probabilities);
  }

  private Run run(Kernels kernels, Tensor x) {
    List<String> taps = new ArrayList<>(layers);
    taps.add(logits);
    return network.run(kernels, Map.of(network.input().name(), x), Request.taps(taps));
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double d = (double) a[i] - b[i];
      sum += d * d;
    }
    return Math.sqrt(sum);
  }

  private static int strongest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
