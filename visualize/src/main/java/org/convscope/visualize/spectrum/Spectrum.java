package org.convscope.visualize.spectrum;

/**
 * The power spectrum of a picture's planes, averaged over directions. Photographs fall off like
 * 1/f² in power (Field 1987, "Relations between the statistics of natural images and the response
 * properties of cortical cells"); noise does not fall off at all.
 *
 * @param power mean power |F|² by ring of frequency: ring i of n covers (i+½)/(2n) cycles per pixel
 * @param highFrequencyShare share of the energy above half the Nyquist frequency (¼ cycle per
 *     pixel), the mean left out: about 0.8 for white noise, below 0.05 for photographs
 * @param slope exponent of power against frequency, fitted over the rings by least squares in
 *     logarithms: about 0 for white noise, −2 for photographs; 0 for a picture without contrast
 */
public record Spectrum(double[] power, double highFrequencyShare, double slope) {
  /** Shortest side of a picture whose spectrum can be measured, in pixels. */
  public static final int LEAST_SIDE = 8;

  private static final double HALF_NYQUIST = 0.25;

  /**
   * The spectrum of planes of numbers. Each plane loses its mean and is faded out towards the edges
   * (Hann window), so that the jump from one edge to the other does not count as detail.
   *
   * @param planes [C×H×W], or of several pictures
   * @throws IllegalArgumentException if a side is below {@link #LEAST_SIDE}
   */
  public static Spectrum of(float[] planes, int height, int width) {
    if (height < LEAST_SIDE || width < LEAST_SIDE) {
      throw new IllegalArgumentException(
          "spectrum: sides of at least %d pixels are needed, got %d×%d"
              .formatted(LEAST_SIDE, height, width));
    }
    int plane = height * width;
    int rings = Math.min(height, width) / 2;
    double[] sums = new double[rings];
    long[] counts = new long[rings];
    double high = 0;
    double all = 0;
    for (int from = 0; from < planes.length; from += plane) {
      double[] energy = energy(windowed(planes, from, height, width), height, width);
      for (int p = 1; p < plane; p++) {
        double f = Math.hypot(cycles(p / width, height), cycles(p % width, width));
        all += energy[p];
        high += f > HALF_NYQUIST ? energy[p] : 0;
        int ring = (int) (f * 2 * rings);
        if (ring < rings) {
          sums[ring] += energy[p];
          counts[ring]++;
        }
      }
    }
    for (int i = 0; i < rings; i++) {
      sums[i] /= Math.max(1, counts[i]);
    }
    return new Spectrum(sums, all > 0 ? high / all : 0, slope(sums));
  }

  /** Cycles per pixel of coefficient {@code k} of {@code n}, without its sign. */
  private static double cycles(int k, int n) {
    return (double) Math.min(k, n - k) / n;
  }

  private static double[] windowed(float[] planes, int from, int height, int width) {
    double mean = 0;
    for (int p = 0; p < height * width; p++) {
      mean += planes[from + p];
    }
    mean /= height * width;
    double[] faded = new double[height * width];
    for (int p = 0; p < faded.length; p++) {
      faded[p] = (planes[from + p] - mean) * hann(p / width, height) * hann(p % width, width);
    }
    return faded;
  }

  private static double hann(int i, int n) {
    double s = Math.sin(Math.PI * (i + 0.5) / n);
    return s * s;
  }

  /** |F|² of a real plane: the transform of its rows, then of its columns. */
  private static double[] energy(double[] plane, int height, int width) {
    double[] re = plane;
    double[] im = new double[plane.length];
    for (int y = 0; y < height; y++) {
      transform(re, im, y * width, 1, width);
    }
    for (int x = 0; x < width; x++) {
      transform(re, im, x, width, height);
    }
    double[] energy = new double[plane.length];
    for (int p = 0; p < energy.length; p++) {
      energy[p] = re[p] * re[p] + im[p] * im[p];
    }
    return energy;
  }

  /** The discrete Fourier transform of n numbers, {@code step} apart, as its sum is defined. */
  private static void transform(double[] re, double[] im, int from, int step, int n) {
    double[] cos = new double[n];
    double[] sin = new double[n];
    for (int i = 0; i < n; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / n);
      sin[i] = -Math.sin(2 * Math.PI * i / n);
    }
    double[] r = new double[n];
    double[] m = new double[n];
    for (int k = 0; k < n; k++) {
      for (int i = 0, turn = 0; i < n; i++) {
        double a = re[from + i * step];
        double b = im[from + i * step];
        r[k] += a * cos[turn] - b * sin[turn];
        m[k] += a * sin[turn] + b * cos[turn];
        turn += k;
        turn -= turn >= n ? n : 0;
      }
    }
    for (int k = 0; k < n; k++) {
      re[from + k * step] = r[k];
      im[from + k * step] = m[k];
    }
  }

  private static double slope(double[] power) {
    double n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    // The lowest rings hold the window's own shape.
    for (int i = 2; i < power.length; i++) {
      if (power[i] > 0) {
        double x = Math.log(i + 0.5);
        double y = Math.log(power[i]);
        n++;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
      }
    }
    double spread = n * sxx - sx * sx;
    return spread > 0 ? (n * sxy - sx * sy) / spread : 0;
  }
}
