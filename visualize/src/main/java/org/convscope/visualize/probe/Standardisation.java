package org.convscope.visualize.probe;

import java.util.List;

/**
 * Features shifted and scaled to mean 0 and deviation 1 over the training images; a feature that is
 * the same on all of them becomes 0.
 *
 * @param mean per feature
 * @param factor one over the deviation per feature, or 0
 */
record Standardisation(double[] mean, double[] factor) {
  /** Measures the rows of some images. */
  static Standardisation of(List<float[]> rows, int[] images) {
    int size = rows.get(0).length;
    double[] mean = new double[size];
    double[] factor = new double[size];
    for (int i : images) {
      for (int f = 0; f < size; f++) {
        mean[f] += rows.get(i)[f] / (double) images.length;
      }
    }
    for (int i : images) {
      for (int f = 0; f < size; f++) {
        double d = rows.get(i)[f] - mean[f];
        factor[f] += d * d / images.length;
      }
    }
    for (int f = 0; f < size; f++) {
      double deviation = Math.sqrt(factor[f]);
      factor[f] = deviation > 1e-7 * Math.abs(mean[f]) ? 1 / deviation : 0;
    }
    return new Standardisation(mean, factor);
  }

  /** The standardised rows of some images. */
  Matrix apply(List<float[]> rows, int[] images) {
    Matrix x = Matrix.zeros(images.length, mean.length);
    for (int i = 0; i < images.length; i++) {
      float[] row = rows.get(images[i]);
      for (int f = 0; f < mean.length; f++) {
        x.values()[i * mean.length + f] = (row[f] - mean[f]) * factor[f];
      }
    }
    return x;
  }
}
