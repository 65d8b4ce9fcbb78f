package org.convscope.engine.fourier;

/**
 * Transforms of lengths with a large prime factor as a convolution with a chirp, by transforms of a
 * power of two of at least 2n − 1 (Bluestein 1970): {@code jk = (j² + k² − (k − j)²)/2}.
 */
final class ChirpZ implements Fft {
  private final int n;
  private final int padded;
  private final Fft power;
  private final double[] cos;
  private final double[] sin;
  private final double[] chirpRe;
  private final double[] chirpIm;

  ChirpZ(int n) {
    this.n = n;
    this.padded = Integer.highestOneBit(2 * n - 2) * 2;
    this.power = new MixedRadix(padded);
    this.cos = new double[n];
    this.sin = new double[n];
    this.chirpRe = new double[padded];
    this.chirpIm = new double[padded];
    for (int i = 0; i < n; i++) {
      double angle = Math.PI * ((long) i * i % (2L * n)) / n;
      cos[i] = Math.cos(angle);
      sin[i] = Math.sin(angle);
      int mirror = (padded - i) % padded;
      chirpRe[i] = chirpRe[mirror] = cos[i];
      chirpIm[i] = chirpIm[mirror] = sin[i];
    }
    power.transform(chirpRe, chirpIm, 1);
  }

  @Override
  public void transform(double[] re, double[] im, int columns) {
    double[] ar = new double[padded * columns];
    double[] ai = new double[padded * columns];
    turned(re, im, ar, ai, columns, 1);
    power.transform(ar, ai, columns);
    for (int k = 0; k < padded; k++) {
      for (int q = k * columns; q < (k + 1) * columns; q++) {
        double r = ar[q] * chirpRe[k] - ai[q] * chirpIm[k];
        ai[q] = ar[q] * chirpIm[k] + ai[q] * chirpRe[k];
        ar[q] = r;
      }
    }
    power.transform(ai, ar, columns);
    turned(ar, ai, re, im, columns, 1.0 / padded);
  }

  /** The first n rows, each by factor·e^{−πi·row²/n}. */
  private void turned(
      double[] xr, double[] xi, double[] yr, double[] yi, int columns, double factor) {
    for (int row = 0; row < n; row++) {
      double wr = factor * cos[row];
      double wi = -factor * sin[row];
      for (int q = row * columns; q < (row + 1) * columns; q++) {
        double r = xr[q] * wr - xi[q] * wi;
        yi[q] = xr[q] * wi + xi[q] * wr;
        yr[q] = r;
      }
    }
  }
}
