package org.convscope.visualize.probe;

import java.util.List;

/**
 * How well classes can be told apart.
 *
 * @param rows one per layer, classifier and number of images
 * @param classes names of the classes
 * @param tests test images of the first fold
 */
public record ProbeResult(List<Row> rows, List<String> classes, int tests) {
  /**
   * One measurement.
   *
   * @param layer name of the layer
   * @param method the classifier
   * @param features numbers per image
   * @param perClass training images per class
   * @param accuracies mean over the classes of the share of test images classified right, per fold
   * @param strengths the regularisation chosen, per fold
   */
  public record Row(
      String layer,
      String method,
      int features,
      int perClass,
      List<Double> accuracies,
      List<Double> strengths) {
    /** Mean over the folds. */
    public double mean() {
      return accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
    }

    /** Deviation over the folds (divided by n − 1), NaN for a single one. */
    public double deviation() {
      double squares = accuracies.stream().mapToDouble(a -> Math.pow(a - mean(), 2)).sum();
      return Math.sqrt(squares / (accuracies.size() - 1));
    }
  }

  /**
   * Mean over the classes of the share of their images that were classified right.
   *
   * @param truth class per image; a class without images does not count
   */
  static double perClassAccuracy(int[] guessed, int[] truth, int classes) {
    int[] right = new int[classes];
    int[] all = new int[classes];
    for (int i = 0; i < truth.length; i++) {
      all[truth[i]]++;
      right[truth[i]] += guessed[i] == truth[i] ? 1 : 0;
    }
    double sum = 0;
    int present = 0;
    for (int c = 0; c < classes; c++) {
      if (all[c] > 0) {
        sum += (double) right[c] / all[c];
        present++;
      }
    }
    return sum / present;
  }
}
