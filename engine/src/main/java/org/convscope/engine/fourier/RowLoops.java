package org.convscope.engine.fourier;

/** Arithmetic on rows, each so small that the compiler makes vectors of it. */
final class RowLoops {
  private RowLoops() {}

  /** {@code (x, y) ← (x + y, x − y)}. */
  static void sumAndDifference(double[] x, double[] y) {
    for (int q = 0; q < x.length; q++) {
      double sum = x[q] + y[q];
      double difference = x[q] - y[q];
      x[q] = sum;
      y[q] = difference;
    }
  }

  /** {@code re + i·im ← (re + i·im)·(wr + i·wi)}. */
  static void turn(double[] re, double[] im, double wr, double wi) {
    for (int q = 0; q < re.length; q++) {
      double r = re[q];
      double i = im[q];
      re[q] = r * wr - i * wi;
      im[q] = r * wi + i * wr;
    }
  }

  /** {@code y ← x + factor·z}. */
  static void sum(double[] x, double factor, double[] z, double[] y) {
    for (int q = 0; q < x.length; q++) {
      y[q] = x[q] + factor * z[q];
    }
  }

  /** {@code y ← y + factor·x}. */
  static void add(double factor, double[] x, double[] y) {
    for (int q = 0; q < x.length; q++) {
      y[q] += factor * x[q];
    }
  }

  /** {@code y ← factor·x}. */
  static void scale(double factor, double[] x, double[] y) {
    for (int q = 0; q < x.length; q++) {
      y[q] = factor * x[q];
    }
  }
}
