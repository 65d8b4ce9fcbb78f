package org.convscope.engine.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.convscope.engine.Samples.axis;
import static org.convscope.engine.Samples.dot;
import static org.convscope.engine.Samples.normal;

import java.util.List;
import java.util.stream.Stream;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Pooled;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarPoolingTest {
  private static final Kernels KERNELS = new ScalarKernels(Workers.of(1), new Buffers());
  private static final double INF = Double.POSITIVE_INFINITY;

  static Stream<Arguments> windows() {
    return Stream.of(
        Arguments.of(new int[] {2, 3, 11}, new Window(List.of(axis(3, 2, 1, 0, 2)), 1, true)),
        Arguments.of(new int[] {2, 3, 7, 9}, Window.of(axis(3, 2, 1, 0, 1), axis(2, 1, 0, 1, 3))),
        Arguments.of(
            new int[] {1, 2, 7, 9},
            Window.of(axis(2, 2, 0, -1, 1), axis(4, 3, 2, 1, 1)).withCeil(true)),
        Arguments.of(
            new int[] {2, 1, 3, 4, 5},
            new Window(
                List.of(axis(2, 1, 0, 0, 1), axis(3, 2, 1, 1, 1), axis(1, 2, 0, 0, 1)), 1, false)),
        Arguments.of(new int[] {0, 2, 5, 4}, Window.square(3, 2, 1)));
  }

  @Test
  void maximaAndTheirSwitchesOfASmallImage() {
    Tensor x =
        Tensor.of(Shape.of(1, 1, 3, 4), new double[] {1, 5, 2, 2, 4, 3, 2, 0, -9, -8, -7, 8});
    Window window = Window.of(axis(2, 1, 0, 0, 1), axis(2, 2, 0, 0, 1));

    Pooled pooled = KERNELS.maxPool(x, window);

    assertThat(pooled.output().doubles()).containsExactly(5, 2, 4, 8);
    assertThat(pooled.switches().plain()).containsExactly(1, 2, 4, 11);
  }

  @Test
  void tiesGoToTheFirstAndPaddingNeverWins() {
    Tensor x = Tensor.full(DType.FLOAT, Shape.of(1, 2, 2, 2), -3);

    Pooled pooled = KERNELS.maxPool(x, Window.of(axis(2, 2, 1, 1, 1), axis(2, 1, 0, 0, 1)));

    assertThat(pooled.output().floats()).containsOnly(-3);
    assertThat(pooled.switches().plain()).containsExactly(0, 2, 0, 2);
  }

  @Test
  void aNanIsTheMaximumAndAnInfinityHasASwitch() {
    Tensor x =
        Tensor.of(Shape.of(1, 1, 2, 3), new double[] {1, Double.NaN, -INF, Double.NaN, 9, -INF});

    Pooled pooled = KERNELS.maxPool(x, Window.of(axis(2, 1, 0, 0, 1), axis(1, 1, 0, 0, 1)));

    assertThat(pooled.output().doubles()).containsExactly(Double.NaN, Double.NaN, -INF);
    assertThat(pooled.switches().plain()).containsExactly(3, 1, 2);
  }

  @Test
  void aWindowOverPaddingOnlyHasNoSwitch() {
    Tensor x = Tensor.full(DType.FLOAT, Shape.of(1, 1, 1, 1), 7);
    Window window = Window.of(axis(1, 1, 0, 0, 1), axis(1, 1, 1, 0, 1));

    Pooled pooled = KERNELS.maxPool(x, window);

    assertThat(pooled.output().floats()).containsExactly(Float.NEGATIVE_INFINITY, 7);
    assertThat(pooled.switches().plain()).containsExactly(-1, 0);
    assertThat(KERNELS.averagePool(x, window, false).floats()).containsExactly(0, 7);
    assertThat(KERNELS.unpool(pooled.output(), pooled.switches(), x.shape()).floats())
        .containsExactly(7);
    assertThat(KERNELS.gather(x, pooled.switches()).floats()).containsExactly(0, 7);
  }

  @Test
  void overlappingWindowsAddUpWhenUnpooled() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 4), new double[] {1, 9, 2, 3});
    Pooled pooled = KERNELS.maxPool(x, Window.of(axis(1, 1, 0, 0, 1), axis(2, 1, 0, 0, 1)));
    Tensor y = Tensor.of(Shape.of(1, 1, 1, 3), new double[] {10, 20, 30});

    assertThat(KERNELS.unpool(y, pooled.switches(), x.shape()).doubles())
        .containsExactly(0, 30, 0, 30);
  }

  @Test
  void meansCountPaddingOrNot() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 3), new double[] {3, 6, 9});
    Window window = Window.of(axis(1, 1, 0, 0, 1), axis(3, 2, 1, 0, 1)).withCeil(true);

    assertThat(KERNELS.averagePool(x, window, false).doubles()).containsExactly(4.5, 7.5);
    assertThat(KERNELS.averagePool(x, window, true).doubles()).containsExactly(3, 7.5);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void gatherIsTheMaximumAndUnpoolItsAdjoint(int[] input, Window window) {
    Tensor x = normal(1, DType.DOUBLE, input);
    Pooled pooled = KERNELS.maxPool(x, window);
    Tensor y = normal(2, DType.DOUBLE, pooled.output().shape().dims());

    assertThat(KERNELS.gather(x, pooled.switches()).doubles()).isEqualTo(pooled.output().doubles());
    assertThat(dot(KERNELS.unpool(y, pooled.switches(), x.shape()), x))
        .isCloseTo(dot(y, KERNELS.gather(x, pooled.switches())), within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void theGradientOfTheMeanIsItsAdjoint(int[] input, Window window) {
    Tensor x = normal(3, DType.DOUBLE, input);
    for (boolean countPadding : new boolean[] {false, true}) {
      Tensor y = KERNELS.averagePool(x, window, countPadding);
      Tensor gy = normal(4, DType.DOUBLE, y.shape().dims());
      assertThat(dot(KERNELS.averagePoolGradient(gy, window, countPadding, x.shape()), x))
          .isCloseTo(dot(y, gy), within(1e-10));
    }
  }

  @Test
  void cropsAreNeverRead() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 5), new double[] {100, 1, 2, 3, 100});
    Window window = Window.of(axis(1, 1, 0, 0, 1), axis(2, 2, -1, -1, 1)).withCeil(true);

    assertThat(KERNELS.maxPool(x, window).output().doubles()).containsExactly(2, 3);
    assertThat(KERNELS.averagePool(x, window, true).doubles()).containsExactly(1.5, 3);
  }
}
