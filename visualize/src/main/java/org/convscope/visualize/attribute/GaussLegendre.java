package org.convscope.visualize.attribute;

/** Quadrature on 0…1 that is exact for polynomials of degree 2n − 1. */
final class GaussLegendre {
  private static final int MOST_ITERATIONS = 100;

  private GaussLegendre() {}

  /** Roots of the n-th Legendre polynomial by Newton's method, and their weights. */
  static double[][] points(int n) {
    double[][] points = new double[2][n];
    for (int i = 0; i < n; i++) {
      double x = StrictMath.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 0;
      for (int k = 0; k < MOST_ITERATIONS; k++) {
        double[] p = legendre(n, x);
        slope = n * (x * p[0] - p[1]) / (x * x - 1);
        double step = p[0] / slope;
        x -= step;
        if (Math.abs(step) < 1e-15) {
          break;
        }
      }
      points[0][n - 1 - i] = (1 + x) / 2;
      points[1][n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
    }
    return points;
  }

  /** The n-th and the polynomial before it. */
  private static double[] legendre(int n, double x) {
    double before = 1;
    double p = x;
    for (int k = 2; k <= n; k++) {
      double next = ((2 * k - 1) * x * p - (k - 1) * before) / k;
      before = p;
      p = next;
    }
    return new double[] {p, before};
  }
}
