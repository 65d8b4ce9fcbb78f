package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InverseFftTest {
  private static Tensor transform(int h, int w, Tensor x) {
    return new InverseFft(h, w).forward(Samples.kernels(), List.of(x)).outputs().get(0);
  }

  /** The full inverse transform of the spectrum continued by conjugate symmetry, real part. */
  private static double definition(Tensor x, int h, int w, int plane, int row, int column) {
    int half = w / 2 + 1;
    double sum = 0;
    for (int k = 0; k < h; k++) {
      for (int l = 0; l < w; l++) {
        boolean stored = l < half;
        int at = ((plane * h + (stored ? k : (h - k) % h)) * half + (stored ? l : w - l)) * 2;
        double angle = 2 * Math.PI * ((double) k * row / h + (double) l * column / w);
        double imaginary = stored ? x.at(at + 1) : -x.at(at + 1);
        sum += x.at(at) * Math.cos(angle) - imaginary * Math.sin(angle);
      }
    }
    return sum / Math.sqrt((double) h * w);
  }

  @ParameterizedTest(name = "{0}×{1}")
  @CsvSource({"4,6", "5,7", "6,5", "1,8", "7,1", "13,11", "2,2"})
  void equalsTheDefiningSum(int h, int w) {
    Tensor x = hermitian(Samples.signed(2, h, w / 2 + 1, 2), h, w);
    Tensor y = transform(h, w, x);

    for (int i = 0; i < y.size(); i++) {
      double expected = definition(x, h, w, i / (h * w), i / w % h, i % w);
      assertThat(y.at(i)).isCloseTo(expected, within(1e-12));
    }
  }

  /**
   * Makes the columns that are their own conjugates consistent: the definition needs it, the
   * transform takes the real part of whatever is there.
   */
  private static Tensor hermitian(Tensor x, int h, int w) {
    double[] v = x.toDoubles();
    int half = w / 2 + 1;
    for (int plane = 0; plane < 2; plane++) {
      for (int l = 0; l < half; l++) {
        if (l != 0 && 2 * l != w) {
          continue;
        }
        for (int k = 0; k < h; k++) {
          int mirror = (h - k) % h;
          int from = ((plane * h + Math.min(k, mirror)) * half + l) * 2;
          int to = ((plane * h + Math.max(k, mirror)) * half + l) * 2;
          v[to] = v[from];
          v[to + 1] = k == mirror ? 0 : -v[from + 1];
        }
      }
    }
    return Tensor.of(x.shape(), v);
  }

  @Test
  void energyIsKept() {
    int h = 6;
    int w = 9;
    Tensor x = hermitian(Samples.signed(2, h, w / 2 + 1, 2), h, w);
    double spectrum = 0;
    for (int i = 0; i < x.size(); i++) {
      spectrum += x.at(i) * x.at(i) * (i / 2 % (w / 2 + 1) == 0 ? 1 : 2);
    }
    double image = 0;
    for (double v : transform(h, w, x).toDoubles()) {
      image += v * v;
    }

    assertThat(image).isCloseTo(spectrum, within(1e-10));
  }

  @Test
  void anotherWidthThanTheSpectrumsIsRefused() {
    assertThatThrownBy(() -> new InverseFft(4, 9).shapes(List.of(Shape.of(3, 4, 4, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inverse_fft: an input [...×4×5×2] is needed for 4×9, got [3×4×4×2]");
  }
}
