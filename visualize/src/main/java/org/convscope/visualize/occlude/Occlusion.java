package org.convscope.visualize.occlude;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.convscope.autograd.op.VisualisationRules;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.occlude.OcclusionResult.ClassMap;
import org.convscope.visualize.occlude.OcclusionResult.FeatureMap;

/**
 * The method: cover the image by a square at every position of a grid and follow the classes and
 * the strongest feature map of a layer (Zeiler and Fergus 2013, Fig. 7).
 */
public final class Occlusion {
  private final Network network;
  private final Tensor x;
  private final OcclusionOptions options;
  private final String logits;

  private Occlusion(Network network, Tensor x, OcclusionOptions options) {
    if (x.type() != DType.FLOAT || x.shape().rank() != 4 || x.shape().dim(0) != 1) {
      throw new IllegalArgumentException("occlusion: an image is [1×C×H×W] floats, got " + x);
    }
    WindowGrid grid = options.grid();
    Shape shape = x.shape();
    if (!options.cover().shape().equals(shape)
        || grid.imageHeight() != shape.dim(2)
        || grid.imageWidth() != shape.dim(3)) {
      throw new IllegalArgumentException(
          "occlusion: image, cover and grid must be of one size, got %s, %s and %d×%d"
              .formatted(shape, options.cover().shape(), grid.imageHeight(), grid.imageWidth()));
    }
    this.network = network;
    this.x = x;
    this.options = options;
    this.logits = options.scores().get(0).value();
  }

  /**
   * Measures what the square does.
   *
   * @param lanes one single-threaded kernel set per thread to use
   * @param x the input [1×C×H×W]
   * @param progress told the number of positions done, from any thread
   * @throws IllegalArgumentException if image, cover and grid do not fit together, or a value has
   *     no classes or feature maps
   */
  public static OcclusionResult run(
      Network network,
      List<Kernels> lanes,
      Tensor x,
      OcclusionOptions options,
      IntConsumer progress) {
    return new Occlusion(network, x, options).measured(lanes, progress);
  }

  /**
   * The importance of each pixel for one class: what attribution by occlusion is.
   *
   * @param x the input [1×C×H×W]
   * @param options with one score
   * @return mean drop of the score over the windows that cover each pixel [H×W]
   */
  public static float[] attribution(
      Network network, Kernels kernels, Tensor x, OcclusionOptions options) {
    return run(network, List.of(kernels), x, options, done -> {})
        .classes()
        .get(0)
        .pixels()
        .values();
  }

  private OcclusionResult measured(List<Kernels> lanes, IntConsumer progress) {
    Clean clean = clean(lanes.get(0));
    Passes passes =
        switch (options.evaluation()) {
          case FULL -> new FullPasses(network, lanes.get(0), x, options, taps());
          case INCREMENTAL -> new IncrementalPasses(network, lanes.get(0), x, options, taps());
        };
    int windows = options.grid().rows() * options.grid().columns();
    float[][] scores = new float[windows][];
    float[] sums = new float[windows];
    List<int[]> batches = passes.batches();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    try (Workers workers = Workers.of(lanes.size())) {
      workers.forEach(
          lanes.size(),
          lane -> {
            for (int b = next.getAndIncrement(); b < batches.size(); b = next.getAndIncrement()) {
              int[] batch = batches.get(b);
              Map<String, Tensor> values = passes.values(lanes.get(lane), batch);
              for (int i = 0; i < batch.length; i++) {
                scores[batch[i]] = item(values.get(logits), i);
                sums[batch[i]] = clean.sum(values, i);
              }
              progress.accept(done.addAndGet(batch.length));
            }
          });
    }
    return result(clean, scores, sums, passes);
  }

  private List<String> taps() {
    List<String> taps = new ArrayList<>(List.of(logits));
    options.layer().ifPresent(taps::add);
    return taps;
  }

  /**
   * What the network makes of the image as it is.
   *
   * @param logits of all classes
   * @param layer the followed layer, if any
   * @param map its strongest feature map
   * @param at flat index of the strongest activation in the layer
   * @param activations of the layer; null without one
   * @param projection of that activation; null without a layer
   */
  private record Clean(
      float[] logits,
      Optional<String> layer,
      int map,
      int at,
      Tensor activations,
      Tensor projection) {
    float sum(Map<String, Tensor> values, int item) {
      return layer.isPresent() ? (float) sum(values.get(layer.get()), item) : 0;
    }

    double sum(Tensor layerValues, int item) {
      int maps = layerValues.shape().dim(1);
      int plane = layerValues.shape().size(2, layerValues.shape().rank());
      float[] a = layerValues.floats();
      double sum = 0;
      for (int i = (item * maps + map) * plane; i < (item * maps + map + 1) * plane; i++) {
        sum += a[i];
      }
      return sum;
    }
  }

  private Clean clean(Kernels kernels) {
    String input = network.input().name();
    Request request = Request.taps(taps());
    try (Run run =
        network.run(
            kernels,
            Map.of(input, x),
            options.layer().isPresent() ? request.tracking(input) : request)) {
      Tensor scores = run.value(logits);
      ClassScores.count(scores);
      if (options.layer().isEmpty()) {
        return new Clean(item(scores, 0), Optional.empty(), 0, 0, null, null);
      }
      Tensor a = run.value(options.layer().get());
      if (a.shape().rank() != 4 && a.shape().rank() != 2) {
        throw new IllegalArgumentException(
            "occlusion: a layer with feature maps [N×C×H×W] or [N×C] is needed, got "
                + options.layer().get()
                + " "
                + a.shape());
      }
      int at = strongest(a.floats());
      float[] seed = new float[a.size()];
      seed[at] = a.floats()[at];
      Tensor projection =
          run.backward(
                  Map.of(options.layer().get(), Tensor.of(a.shape(), seed)),
                  List.of(input),
                  VisualisationRules.DECONVNET)
              .get(input);
      int map = at / a.shape().size(2, a.shape().rank());
      return new Clean(item(scores, 0), options.layer(), map, at, a, projection);
    }
  }

  private OcclusionResult result(Clean clean, float[][] scores, float[] sums, Passes passes) {
    int[] top = new int[scores.length];
    float[] topProbability = new float[scores.length];
    double[][] probabilities = new double[scores.length][];
    for (int w = 0; w < scores.length; w++) {
      probabilities[w] = ClassScores.probabilities(scores[w]);
      top[w] = strongest(scores[w]);
      topProbability[w] = (float) probabilities[w][top[w]];
    }
    List<ClassMap> classes =
        options.scores().stream()
            .map(s -> classMap(s, clean.logits(), scores, probabilities))
            .toList();
    return new OcclusionResult(
        options.grid(),
        classes,
        top,
        topProbability,
        probabilities,
        strongest(clean.logits()),
        feature(clean, sums),
        passes.cost());
  }

  private ClassMap classMap(
      ClassScore score, float[] clean, float[][] scores, double[][] probabilities) {
    int k = score.index();
    double cleanProbability = ClassScores.probabilities(clean)[k];
    boolean logit = score.kind() == ClassScore.Kind.LOGIT;
    float[] probability = new float[scores.length];
    float[] logitMap = new float[scores.length];
    double[] drops = new double[scores.length];
    for (int w = 0; w < scores.length; w++) {
      probability[w] = (float) probabilities[w][k];
      logitMap[w] = scores[w][k];
      drops[w] = logit ? (double) clean[k] - scores[w][k] : cleanProbability - probabilities[w][k];
    }
    PixelMap pixels = PixelMap.of(options.grid(), drops);
    return new ClassMap(score, cleanProbability, clean[k], probability, logitMap, pixels);
  }

  private static Optional<FeatureMap> feature(Clean clean, float[] sums) {
    return clean
        .layer()
        .map(
            value -> {
              Tensor a = clean.activations();
              int plane = a.shape().size(2, a.shape().rank());
              int width = a.shape().rank() > 2 ? a.shape().dim(-1) : 1;
              int place = clean.at() % plane;
              return new FeatureMap(
                  value,
                  clean.map(),
                  place / width,
                  place % width,
                  a.floats()[clean.at()],
                  clean.sum(a, 0),
                  sums,
                  clean.projection());
            });
  }

  private static float[] item(Tensor scores, int n) {
    int classes = scores.shape().dim(1);
    return Arrays.copyOfRange(scores.floats(), n * classes, (n + 1) * classes);
  }

  private static int strongest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
