package org.convscope.engine.fourier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.convscope.engine.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FftTest {
  private static final int COLUMNS = 3;

  private static double[][] noise(String name, int n, int columns) {
    CounterRandom random = CounterRandom.of(1).stream(name);
    double[][] x = new double[n][columns];
    for (int i = 0; i < n * columns; i++) {
      x[i / columns][i % columns] = random.gaussian(i);
    }
    return x;
  }

  private static double[][] copy(double[][] x) {
    return Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
  }

  /** Powers of two, odd primes and their products, primes beyond every radix, and 1. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 25, 31, 32, 35, 37, 41, 49, 63, 74, 96, 97,
        128, 210, 224, 227, 299
      })
  void equalsTheDefiningSum(int n) {
    double[][] re = noise("re", n, COLUMNS);
    double[][] im = noise("im", n, COLUMNS);
    double[][] fr = copy(re);
    double[][] fi = copy(im);
    Fft.of(n).transform(fr, fi);

    for (int k = 0; k < n; k++) {
      for (int q = 0; q < COLUMNS; q++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int j = 0; j < n; j++) {
          double angle = -2 * Math.PI * ((long) j * k % n) / n;
          double c = Math.cos(angle);
          double s = Math.sin(angle);
          sumRe += re[j][q] * c - im[j][q] * s;
          sumIm += re[j][q] * s + im[j][q] * c;
        }
        assertThat(fr[k][q]).isCloseTo(sumRe, within(1e-12 * n));
        assertThat(fi[k][q]).isCloseTo(sumIm, within(1e-12 * n));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 21, 74})
  void partsExchangedItGoesBack(int n) {
    double[][] re = noise("re", n, 1);
    double[][] im = noise("im", n, 1);
    double[][] fr = copy(re);
    double[][] fi = copy(im);
    Fft fft = Fft.of(n);
    fft.transform(fr, fi);
    fft.transform(fi, fr);

    for (int i = 0; i < n; i++) {
      assertThat(fr[i][0] / n).isCloseTo(re[i][0], within(1e-13));
      assertThat(fi[i][0] / n).isCloseTo(im[i][0], within(1e-13));
    }
  }

  @Test
  void nothingCannotBeTransformed() {
    assertThatThrownBy(() -> Fft.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fft: a length of at least 1 is needed, got 0");
  }
}
