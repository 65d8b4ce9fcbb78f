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
  private final double[][] chirpRe;
  private final double[][] chirpIm;

  ChirpZ(int n) {
    this.n = n;
    this.padded = Integer.highestOneBit(2 * n - 2) * 2;
    this.power = new MixedRadix(padded);
    this.cos = new double[n];
    this.sin = new double[n];
    this.chirpRe = new double[padded][1];
    this.chirpIm = new double[padded][1];
    for (int i = 0; i < n; i++) {
      double angle = Math.PI * ((long) i * i % (2L * n)) / n;
      cos[i] = Math.cos(angle);
      sin[i] = Math.sin(angle);
      for (int at : new int[] {i, (padded - i) % padded}) {
        chirpRe[at][0] = cos[i];
        chirpIm[at][0] = sin[i];
      }
    }
    power.transform(chirpRe, chirpIm);
  }

  @Override
  public void transform(double[][] re, double[][] im) {
    int columns = re[0].length;
    double[][] ar = new double[padded][];
    double[][] ai = new double[padded][];
    for (int row = 0; row < padded; row++) {
      ar[row] = row < n ? re[row] : new double[columns];
      ai[row] = row < n ? im[row] : new double[columns];
    }
    turned(ar, ai, 1);
    power.transform(ar, ai);
    for (int row = 0; row < padded; row++) {
      RowLoops.turn(ar[row], ai[row], chirpRe[row][0], chirpIm[row][0]);
    }
    power.transform(ai, ar);
    turned(ar, ai, 1.0 / padded);
    System.arraycopy(ar, 0, re, 0, n);
    System.arraycopy(ai, 0, im, 0, n);
  }

  /** The first n rows by factor·e^{−πi·row²/n}. */
  private void turned(double[][] re, double[][] im, double factor) {
    for (int row = 0; row < n; row++) {
      RowLoops.turn(re[row], im[row], factor * cos[row], -factor * sin[row]);
    }
  }
}
