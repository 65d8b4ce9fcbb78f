package org.convscope.engine.fourier;

/**
 * The discrete Fourier transform {@code X[k] = Σ_j x[j]·e^{−2πi·jk/n}} of many columns at once, not
 * scaled. The inverse without its 1/n is the same with real and imaginary parts exchanged.
 *
 * <p>A number of the signal is a row of as many numbers as there are columns, in an array of its
 * own: loops over rows at the same index are what compilers make vectors of.
 */
public interface Fft {
  /**
   * Replaces each column by its transform. Arrays may change places.
   *
   * @param re real parts, n rows of the same length
   * @param im imaginary parts, alike
   */
  void transform(double[][] re, double[][] im);

  /**
   * The transform of a length.
   *
   * @throws IllegalArgumentException if n is less than 1
   */
  static Fft of(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("fft: a length of at least 1 is needed, got " + n);
    }
    return Radices.suit(n) ? new MixedRadix(n) : new ChirpZ(n);
  }
}
