package org.convscope.engine.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.convscope.engine.Samples.dot;
import static org.convscope.engine.Samples.normal;

import java.util.List;
import org.convscope.engine.Binary;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Lrn;
import org.convscope.engine.Moments;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarKernelsTest {
  private static final Kernels KERNELS = new ScalarKernels(Workers.of(1), new Buffers());
  private static final double INF = Double.POSITIVE_INFINITY;

  private static final Binary SUBTRACT =
      new Binary() {
        @Override
        public String name() {
          return "subtract";
        }

        @Override
        public double at(double a, double b) {
          return a - b;
        }

        @Override
        public long at(long a, long b) {
          return a - b;
        }
      };

  private static final Unary CUBE =
      new Unary() {
        @Override
        public String name() {
          return "cube";
        }

        @Override
        public double at(double x) {
          return x * x * x;
        }

        @Override
        public double slope(double x, double y) {
          return 3 * x * x;
        }
      };

  private static Tensor doubles(Shape shape, double... values) {
    return Tensor.of(shape, values);
  }

  @Test
  void matrixProductsTransposeAndBroadcast() {
    Tensor a = doubles(Shape.of(2, 1, 1, 3), 1, 2, 3, 4, 5, 6);
    Tensor b = doubles(Shape.of(2, 3, 2), 1, 2, 3, 4, 5, 6, 0, 1, 0, 1, 0, 1);
    double[] expected = {22, 28, 0, 6, 49, 64, 0, 15};

    Tensor product = KERNELS.matmul(a, false, b, false);

    assertThat(product.shape()).isEqualTo(Shape.of(2, 2, 1, 2));
    assertThat(product.doubles()).containsExactly(expected);
    Tensor columns = doubles(Shape.of(2, 1, 3, 1), 1, 2, 3, 4, 5, 6);
    assertThat(KERNELS.matmul(columns, true, b, false).doubles()).containsExactly(expected);
    Tensor rows = doubles(Shape.of(2, 2, 3), 1, 3, 5, 2, 4, 6, 0, 0, 0, 1, 1, 1);
    assertThat(KERNELS.matmul(a, false, rows, true).doubles()).containsExactly(expected);
    assertThatThrownBy(() -> KERNELS.matmul(a, false, rows, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inner dimensions must be equal, got [2×1×1×3] and [2×2×3]");
  }

  @Test
  void anEmptyMatrixProductIsZero() {
    Tensor product =
        KERNELS.matmul(
            Tensor.zeros(DType.FLOAT, Shape.of(2, 0)),
            false,
            Tensor.zeros(DType.FLOAT, Shape.of(0, 3)),
            false);

    assertThat(product.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(product.floats()).containsOnly(0);
  }

  @Test
  void channelStatisticsOfASmallTensor() {
    Tensor x = doubles(Shape.of(2, 2, 1, 2), 1, 2, 10, 20, 3, 6, 30, 40);

    Moments moments = KERNELS.channelMoments(x);

    assertThat(moments.mean().doubles()).containsExactly(3, 25);
    assertThat(moments.variance().doubles()).containsExactly(3.5, 125);
    assertThat(KERNELS.channelSum(x).doubles()).containsExactly(12, 100);
    assertThat(KERNELS.channelDot(x, x).doubles()).containsExactly(50, 3000);
    assertThat(KERNELS.affine(x, doubles(Shape.of(2), 2, -1), doubles(Shape.of(2), 1, 5)).doubles())
        .containsExactly(3, 5, -5, -15, 7, 13, -25, -35);
  }

  @ParameterizedTest(name = "size {0}")
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void responseNormalisationFollowsItsFormula(int size) {
    Tensor x = normal(1, DType.DOUBLE, 2, 5, 2, 3);
    Lrn lrn = new Lrn(size, 0.7, 0.75, 1.2);
    double[] y = KERNELS.lrn(x, lrn).doubles();
    for (int i = 0; i < y.length; i++) {
      int c = i / 6 % 5;
      double sum = 0;
      for (int k = 0; k < 5; k++) {
        boolean near = k >= c - (size - 1) / 2 && k <= c + size / 2;
        sum += near ? Math.pow(x.at(i + (k - c) * 6), 2) : 0;
      }
      assertThat(y[i]).isCloseTo(x.at(i) / Math.pow(1.2 + 0.7 / size * sum, 0.75), within(1e-12));
    }
  }

  @ParameterizedTest(name = "size {0}")
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void theGradientOfResponseNormalisationMatchesCentralDifferences(int size) {
    Tensor x = normal(2, DType.DOUBLE, 2, 5, 1, 3);
    Tensor gy = normal(3, DType.DOUBLE, 2, 5, 1, 3);
    Lrn lrn = new Lrn(size, 0.7, 0.75, 1.2);
    double[] gx = KERNELS.lrnGradient(x, gy, lrn).doubles();
    double h = 1e-5;
    for (int i = 0; i < gx.length; i++) {
      double[] up = x.toDoubles();
      double[] down = x.toDoubles();
      up[i] += h;
      down[i] -= h;
      double difference =
          dot(KERNELS.lrn(doubles(x.shape(), up), lrn), gy)
              - dot(KERNELS.lrn(doubles(x.shape(), down), lrn), gy);
      assertThat(gx[i]).isCloseTo(difference / (2 * h), within(1e-8));
    }
  }

  @Test
  void softmaxSumsToOneAlongItsAxisWithoutOverflow() {
    Tensor x = doubles(Shape.of(1, 2, 2), 1000, 0, 1000 + Math.log(3), 0);

    assertThat(KERNELS.softmax(x, 1).doubles())
        .containsExactly(new double[] {0.25, 0.5, 0.75, 0.5}, within(1e-12));
    assertThat(KERNELS.softmax(x, -1).doubles()[0]).isEqualTo(1);
    assertThat(KERNELS.logSoftmax(x, 1).doubles())
        .containsExactly(
            new double[] {Math.log(0.25), Math.log(0.5), Math.log(0.75), Math.log(0.5)},
            within(1e-12));
  }

  @Test
  void functionsApplyToEveryElement() {
    Tensor x = doubles(Shape.of(3), -1, 2, 3);
    Tensor y = KERNELS.map(CUBE, x);

    assertThat(y.doubles()).containsExactly(-1, 8, 27);
    assertThat(KERNELS.mapGradient(CUBE, x, y, doubles(Shape.of(3), 1, 10, -1)).doubles())
        .containsExactly(3, 120, -27);
  }

  @Test
  void pairsBroadcastAndIntegersWrap() {
    Tensor a = doubles(Shape.of(2, 1), 10, 20);
    Tensor b = doubles(Shape.of(3), 1, 2, 3);
    Tensor bytes = Tensor.of(DType.UINT8, Shape.of(2), new long[] {1, 200});
    Tensor scalar = Tensor.of(DType.UINT8, Shape.of(), new long[] {2});

    assertThat(KERNELS.combine(SUBTRACT, a, b).doubles()).containsExactly(9, 8, 7, 19, 18, 17);
    assertThat(KERNELS.combine(SUBTRACT, bytes, scalar).longs()).containsExactly(255, 198);
    assertThatThrownBy(() -> KERNELS.combine(SUBTRACT, a, bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("subtract: both operands must have one type, got DOUBLE[2×1] and UINT8[2]");
  }

  @Test
  void reductionsOfASmallTensor() {
    Tensor x = doubles(Shape.of(2, 3), 1, -2, 3, 4, 5, 6);

    assertThat(KERNELS.reduce(Reduction.SUM, x, 1).doubles()).containsExactly(2, 15);
    assertThat(KERNELS.reduce(Reduction.SUM, x, 1).shape()).isEqualTo(Shape.of(2, 1));
    assertThat(KERNELS.reduce(Reduction.MEAN, x, 0).doubles()).containsExactly(2.5, 1.5, 4.5);
    assertThat(KERNELS.reduce(Reduction.MAX, x, -1).doubles()).containsExactly(3, 6);
    assertThat(KERNELS.reduce(Reduction.MIN, x, 0, 1).doubles()).containsExactly(-2);
    assertThat(KERNELS.reduce(Reduction.PROD, x, 0).doubles()).containsExactly(4, -10, 18);
    assertThat(KERNELS.reduce(Reduction.SUM, x).doubles()).isEqualTo(x.doubles());
  }

  @Test
  void integersAreReducedExactlyAndWrap() {
    Tensor x = Tensor.of(DType.INT8, Shape.of(2, 2), new long[] {100, 27, 1, -3});

    assertThat(KERNELS.reduce(Reduction.SUM, x, 0).longs()).containsExactly(101, 24);
    assertThat(KERNELS.reduce(Reduction.SUM, x, 1).longs()).containsExactly(127, -2);
    assertThat(KERNELS.reduce(Reduction.PROD, x, 0, 1).longs())
        .containsExactly((byte) (100 * 27 * -3));
    assertThat(KERNELS.reduce(Reduction.MEAN, x, 1).longs()).containsExactly(63, -1);
    assertThat(KERNELS.reduce(Reduction.MAX, x, 1).longs()).containsExactly(100, 1);
    assertThat(KERNELS.reduce(Reduction.SUM, Tensor.longs(Long.MAX_VALUE - 1, 1), 0).longs())
        .containsExactly(Long.MAX_VALUE);
    Tensor unsigned = Tensor.of(DType.UINT64, Shape.of(2), new long[] {-1, 5});
    assertThat(KERNELS.reduce(Reduction.MAX, unsigned, 0).longs()).containsExactly(-1);
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void reductionsOverNothingAreNeutral(Reduction how) {
    Tensor floats = Tensor.zeros(DType.FLOAT, Shape.of(2, 0));
    double expected =
        switch (how) {
          case SUM -> 0;
          case PROD -> 1;
          case MAX -> -INF;
          case MIN -> INF;
          case MEAN -> Double.NaN;
        };

    assertThat(KERNELS.reduce(how, floats, 1).toDoubles()).containsExactly(expected, expected);
    assertThat(KERNELS.reduce(how, floats, 0).shape()).isEqualTo(Shape.of(1, 0));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FLOAT", "DOUBLE"})
  void reductionsOfNoIntegersAreTheTypesLimits(DType type) {
    Tensor none = Tensor.of(type, Shape.of(0), new long[0]);

    assertThat(KERNELS.reduce(Reduction.SUM, none, 0).longs()).containsExactly(0);
    assertThat(KERNELS.reduce(Reduction.PROD, none, 0).longs()).containsExactly(1);
    assertThat(KERNELS.reduce(Reduction.MAX, none, 0).longs()).containsExactly(type.least());
    assertThat(KERNELS.reduce(Reduction.MIN, none, 0).longs()).containsExactly(type.greatest());
    assertThatThrownBy(() -> KERNELS.reduce(Reduction.MEAN, none, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void limitsOfIntegerTypes() {
    assertThat(DType.INT8.greatest()).isEqualTo(127);
    assertThat(DType.INT32.least()).isEqualTo(Integer.MIN_VALUE);
    assertThat(DType.INT64.greatest()).isEqualTo(Long.MAX_VALUE);
    assertThat(DType.UINT32.greatest()).isEqualTo(4294967295L);
    assertThat(DType.BOOL.greatest()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void concatAndNarrowAreInverse(DType type) {
    Tensor a = normal(1, DType.DOUBLE, 2, 1, 3).cast(type);
    Tensor none = Tensor.zeros(type, Shape.of(2, 0, 3));
    Tensor b = normal(2, DType.DOUBLE, 2, 4, 3).cast(type);

    Tensor all = KERNELS.concat(List.of(a, none, b), -2);

    assertThat(all.shape()).isEqualTo(Shape.of(2, 5, 3));
    assertThat(KERNELS.narrow(all, 1, 0, 1).toDoubles()).isEqualTo(a.toDoubles());
    assertThat(KERNELS.narrow(all, 1, 1, 4).toDoubles()).isEqualTo(b.toDoubles());
    assertThat(KERNELS.narrow(all, 1, 5, 0).shape()).isEqualTo(Shape.of(2, 0, 3));
  }

  @Test
  void whatLiesOutsideIsRefused() {
    Tensor x = Tensor.zeros(DType.FLOAT, Shape.of(2, 3));
    assertThatThrownBy(() -> KERNELS.narrow(x, 1, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "narrow: start and length must lie inside axis 1, got start 2 and length 2 of FLOAT[2×3]");
    assertThatThrownBy(
            () -> KERNELS.concat(List.of(x, Tensor.zeros(DType.FLOAT, Shape.of(3, 3))), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got FLOAT[2×3] and FLOAT[3×3]");
    assertThatThrownBy(() -> KERNELS.concat(List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concat: at least one tensor is needed, got none");
  }
}
