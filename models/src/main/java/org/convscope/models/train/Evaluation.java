package org.convscope.models.train;

import java.util.List;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;

/**
 * How a classifier does on a labelled set.
 *
 * @param confusion images by true class (row) and predicted class (column)
 */
public record Evaluation(int[][] confusion) {
  /** Runs a network over all images of a source. */
  public static Evaluation of(Kernels kernels, Network network, Batches batches) {
    int classes = batches.source().classes().size();
    int[][] confusion = new int[classes][classes];
    for (int b = 0; b < batches.evaluations(); b++) {
      Batch batch = batches.evaluation(b);
      Tensor scores = network.forward(kernels, batch.images()).get(0);
      if (scores.shape().rank() != 2 || scores.shape().dim(1) != classes) {
        throw new IllegalArgumentException(
            "evaluation: the network's output must be [N×%d], one score per class, got %s"
                .formatted(classes, scores.shape()));
      }
      List<Integer> best = Classification.largest(scores);
      for (int i = 0; i < best.size(); i++) {
        confusion[(int) batch.labels().longs()[i]][best.get(i)]++;
      }
    }
    return new Evaluation(confusion);
  }

  /** Number of images. */
  public int total() {
    int total = 0;
    for (int[] row : confusion) {
      for (int n : row) {
        total += n;
      }
    }
    return total;
  }

  /** Share of images whose class was predicted, 0…1. */
  public double accuracy() {
    int correct = 0;
    for (int c = 0; c < confusion.length; c++) {
      correct += confusion[c][c];
    }
    return total() == 0 ? 0 : (double) correct / total();
  }
}
