package org.convscope.engine.fourier;

/**
 * The discrete Fourier transform {@code X[k] = Σ_j x[j]·e^{−2πi·jk/n}} of many columns at once,
 * neither scaled nor in place of any other order. The inverse without its 1/n is the same with real
 * and imaginary parts exchanged.
 */
public interface Fft {
  /**
   * Replaces each column by its transform.
   *
   * @param re real parts [n×columns], row by row
   * @param im imaginary parts [n×columns]
   */
  void transform(double[] re, double[] im, int columns);

  /**
   * The transform of a length.
   *
   * @throws IllegalArgumentException if n is less than 1
   */
  static Fft of(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("fft: a length of at least 1 is needed, got " + n);
    }
    return MixedRadix.suits(n) ? new MixedRadix(n) : new ChirpZ(n);
  }
}
