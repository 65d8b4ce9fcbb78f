package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;
import static org.convscope.engine.vector.Agreement.SCALAR;
import static org.convscope.engine.vector.Agreement.TWO;
import static org.convscope.engine.vector.Agreement.assertClose;
import static org.convscope.engine.vector.Agreement.assertIdentical;

import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaneFftTest {
  private static final int PLANES = 3;

  /** Rounding of a float in each of some twenty passes, which mostly cancels. */
  private static final double TOLERANCE = 1e-6;

  private static Shape planes(int h, int w) {
    return Shape.of(1, PLANES, h, w);
  }

  private static Shape spectra(int h, int w) {
    return Shape.of(1, PLANES, h, w / 2 + 1, 2);
  }

  /** Powers of two, odd factors, both parities of either side, groups that are not full. */
  @ParameterizedTest(name = "{0}×{1}")
  @CsvSource({
    "1,1", "1,8", "7,1", "2,2", "5,7", "6,5", "4,6", "13,11", "17,16", "16,31", "32,33", "62,35",
    "96,64", "81,100", "224,224"
  })
  void equalsTheTransformInDouble(int h, int w) {
    assertThat(PlaneFft.applies(planes(h, w))).isTrue();
    Tensor x = normal(h, DType.FLOAT, spectra(h, w).dims());
    Tensor y = normal(w, DType.FLOAT, planes(h, w).dims());

    Tensor inverse = SCALAR.inverseFft(x.cast(DType.DOUBLE), y.shape());
    Tensor adjoint = SCALAR.inverseFftAdjoint(y.cast(DType.DOUBLE), x.shape());

    assertClose(ONE.inverseFft(x, y.shape()).cast(DType.DOUBLE), inverse, TOLERANCE);
    assertClose(ONE.inverseFftAdjoint(y, x.shape()).cast(DType.DOUBLE), adjoint, TOLERANCE);
  }

  /** Lengths with a large prime factor are transformed by the scalar kernels. */
  @ParameterizedTest(name = "{0}×{1}")
  @CsvSource({"37,8", "8,74"})
  void otherLengthsAreLeftToTheScalarKernels(int h, int w) {
    assertThat(PlaneFft.applies(planes(h, w))).isFalse();
    Tensor x = normal(3, DType.FLOAT, spectra(h, w).dims());

    assertIdentical(ONE.inverseFft(x, planes(h, w)), SCALAR.inverseFft(x, planes(h, w)));
  }

  @Test
  void threadsDoNotChangeTheResult() {
    Tensor x = normal(1, DType.FLOAT, spectra(45, 50).dims());
    Tensor y = normal(2, DType.FLOAT, planes(45, 50).dims());

    assertIdentical(TWO.inverseFft(x, y.shape()), ONE.inverseFft(x, y.shape()));
    assertIdentical(TWO.inverseFftAdjoint(y, x.shape()), ONE.inverseFftAdjoint(y, x.shape()));
  }

  /** One size after another: what is kept of the last one does not leak into the next. */
  @Test
  void sizesMayChange() {
    Tensor small = normal(1, DType.FLOAT, spectra(5, 6).dims());
    Tensor large = normal(2, DType.FLOAT, spectra(9, 10).dims());
    Tensor first = ONE.inverseFft(small, planes(5, 6));
    ONE.inverseFft(large, planes(9, 10));

    assertIdentical(ONE.inverseFft(small, planes(5, 6)), first);
  }
}
