package org.convscope.models.train;

import java.util.Arrays;
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
  /** Runs a network over all images of a source, as they are. */
  public static Evaluation of(Kernels kernels, Network network, Batches batches) {
    return of(kernels, network, batches, List.of(View.CENTRE));
  }

  /**
   * Runs a network over all images of a source, each looked at in several ways: the class with the
   * highest probability on average over them counts.
   */
  public static Evaluation of(Kernels kernels, Network network, Batches batches, List<View> views) {
    int classes = batches.source().classes().size();
    int[][] confusion = new int[classes][classes];
    for (int b = 0; b < batches.evaluations(); b++) {
      double[] sum = null;
      Batch batch = null;
      for (View view : views) {
        batch = batches.evaluation(b, view);
        sum = added(sum, probabilities(kernels, network, batch, classes));
      }
      for (int i = 0; i < batch.labels().size(); i++) {
        int best = i * classes;
        for (int c = best; c < (i + 1) * classes; c++) {
          best = sum[c] > sum[best] ? c : best;
        }
        confusion[(int) batch.labels().longs()[i]][best - i * classes]++;
      }
    }
    return new Evaluation(confusion);
  }

  private static double[] probabilities(
      Kernels kernels, Network network, Batch batch, int classes) {
    Tensor scores = network.forward(kernels, batch.images()).get(0);
    if (scores.shape().rank() != 2 || scores.shape().dim(1) != classes) {
      throw new IllegalArgumentException(
          "evaluation: the network's output must be [N×%d], one score per class, got %s"
              .formatted(classes, scores.shape()));
    }
    double[] p = scores.toDoubles();
    for (int from = 0; from < p.length; from += classes) {
      double most = Arrays.stream(p, from, from + classes).max().orElseThrow();
      double total = 0;
      for (int c = from; c < from + classes; c++) {
        p[c] = Math.exp(p[c] - most);
        total += p[c];
      }
      for (int c = from; c < from + classes; c++) {
        p[c] /= total;
      }
    }
    return p;
  }

  private static double[] added(double[] sum, double[] p) {
    if (sum == null) {
      return p;
    }
    for (int i = 0; i < p.length; i++) {
      sum[i] += p[i];
    }
    return sum;
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
