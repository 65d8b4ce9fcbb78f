package org.convscope.visualize.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.convscope.autograd.op.AdaptiveAveragePool;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.models.train.Batch;
import org.convscope.models.train.Batches;

/**
 * The features of an image set, kept in memory.
 *
 * @param rows per layer one row of features per image, in the set's order
 * @param labels class of each image
 */
record FeatureTable(Map<ProbedLayer, List<float[]>> rows, int[] labels) {
  /**
   * Runs every image once, for all layers.
   *
   * @param progress told of each finished image
   */
  static FeatureTable of(
      Kernels kernels,
      Network network,
      Batches batches,
      List<ProbedLayer> layers,
      IntConsumer progress) {
    Map<ProbedLayer, List<float[]>> rows = new LinkedHashMap<>();
    layers.forEach(l -> rows.put(l, new ArrayList<>()));
    int[] labels = new int[batches.source().size()];
    Request request = Request.taps(layers.stream().map(ProbedLayer::value).toList());
    int done = 0;
    for (int b = 0; b < batches.evaluations(); b++) {
      Batch batch = batches.evaluation(b);
      try (Run run =
          network.run(kernels, Map.of(network.input().name(), batch.images()), request)) {
        for (ProbedLayer l : layers) {
          append(pooled(kernels, l, run.value(l.value())), batch.size(), rows.get(l));
        }
      }
      for (long label : batch.labels().longs()) {
        labels[done] = (int) label;
        progress.accept(done++);
      }
    }
    return new FeatureTable(rows, labels);
  }

  private static Tensor pooled(Kernels kernels, ProbedLayer layer, Tensor value) {
    return switch (value.shape().rank()) {
      case 2 -> value;
      case 4 ->
          AdaptiveAveragePool.to(layer.pool(), layer.pool())
              .forward(kernels, List.of(value))
              .outputs()
              .get(0);
      default ->
          throw new IllegalArgumentException(
              "probe: a layer with features [N×C×H×W] or [N×C] is needed, got %s %s"
                  .formatted(layer.name(), value.shape()));
    };
  }

  private static void append(Tensor value, int images, List<float[]> rows) {
    float[] all = value.floats();
    int size = all.length / images;
    for (int i = 0; i < images; i++) {
      float[] row = new float[size];
      System.arraycopy(all, i * size, row, 0, size);
      rows.add(row);
    }
  }
}
