package org.convscope.engine.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.convscope.engine.Samples.axis;
import static org.convscope.engine.Samples.dot;
import static org.convscope.engine.Samples.normal;

import java.util.Optional;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Samples.Geometry;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarConvolutionTest {
  private static final Kernels KERNELS = new ScalarKernels(Workers.of(1), new Buffers());

  @ParameterizedTest
  @MethodSource("org.convscope.engine.Samples#allGeometries")
  void followsItsFormula(Geometry g) {
    Window window = g.window();
    Tensor x = normal(1, DType.DOUBLE, g.input().dims());
    Tensor w = normal(2, DType.DOUBLE, g.weight().dims());
    Tensor b = normal(3, DType.DOUBLE, g.weight().dim(0));

    Tensor y = KERNELS.convolution(x, w, Optional.of(b), window, Epilogue.NONE);

    assertThat(y.shape()).isEqualTo(window.convolved(x.shape(), w.shape()));
    assertThat(y.doubles()).containsExactly(byDefinition(x, w, b, window), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("org.convscope.engine.Samples#allGeometries")
  void gradientsAreAdjoint(Geometry g) {
    Window window = g.window();
    Tensor x = normal(4, DType.DOUBLE, g.input().dims());
    Tensor w = normal(5, DType.DOUBLE, g.weight().dims());
    Tensor y = KERNELS.convolution(x, w, Optional.empty(), window, Epilogue.NONE);
    Tensor gy = normal(6, DType.DOUBLE, y.shape().dims());

    double expected = dot(y, gy);

    assertThat(dot(x, KERNELS.convolutionInputGradient(gy, w, window, x.shape())))
        .isCloseTo(expected, within(1e-10));
    assertThat(dot(w, KERNELS.convolutionWeightGradient(x, gy, window, w.shape())))
        .isCloseTo(expected, within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("org.convscope.engine.Samples#allGeometries")
  void gradientsMatchCentralDifferences(Geometry g) {
    Window window = g.window();
    Tensor x = normal(7, DType.DOUBLE, g.input().dims());
    Tensor w = normal(8, DType.DOUBLE, g.weight().dims());
    Tensor gy = normal(9, DType.DOUBLE, window.convolved(x.shape(), w.shape()).dims());
    double[] gx = KERNELS.convolutionInputGradient(gy, w, window, x.shape()).doubles();
    double[] gw = KERNELS.convolutionWeightGradient(x, gy, window, w.shape()).doubles();

    for (int i = 0; i < gx.length; i++) {
      double difference =
          (loss(nudged(x, i, 1), w, gy, window) - loss(nudged(x, i, -1), w, gy, window)) / 2;
      assertThat(gx[i]).as("input %d", i).isCloseTo(difference, within(1e-10));
    }
    for (int i = 0; i < gw.length; i++) {
      double difference =
          (loss(x, nudged(w, i, 1), gy, window) - loss(x, nudged(w, i, -1), gy, window)) / 2;
      assertThat(gw[i]).as("weight %d", i).isCloseTo(difference, within(1e-10));
    }
  }

  @ParameterizedTest
  @MethodSource("org.convscope.engine.Samples#allGeometries")
  void threadsAndFloatsDoNotChangeTheResult(Geometry g) {
    Window window = g.window();
    Tensor x = normal(10, DType.FLOAT, g.input().dims());
    Tensor w = normal(11, DType.FLOAT, g.weight().dims());
    float[] one = KERNELS.convolution(x, w, Optional.empty(), window, Epilogue.NONE).floats();
    double[] precise =
        KERNELS
            .convolution(
                x.cast(DType.DOUBLE), w.cast(DType.DOUBLE), Optional.empty(), window, Epilogue.NONE)
            .doubles();

    try (Workers workers = Workers.of(3)) {
      Kernels threaded = new ScalarKernels(workers, new Buffers());
      assertThat(threaded.convolution(x, w, Optional.empty(), window, Epilogue.NONE).floats())
          .isEqualTo(one);
    }
    for (int i = 0; i < one.length; i++) {
      assertThat(one[i]).isEqualTo((float) precise[i]);
    }
  }

  @Test
  void epilogueAddsBiasAndResidualThenRectifies() {
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 3), new double[] {1, 2, 3, 4, 5, 6});
    Tensor w = Tensor.of(Shape.of(1, 1, 1, 2), new double[] {1, -3});
    Tensor residual = Tensor.of(Shape.of(1, 1, 2, 2), new double[] {0, 20, 1, 9});
    Window window = Window.of(axis(1, 1, 0, 0, 1), axis(2, 1, 0, 0, 1));

    Tensor y =
        KERNELS.convolution(
            x,
            w,
            Optional.of(Tensor.of(Shape.of(1), new double[] {4})),
            window,
            new Epilogue(Optional.of(residual), true));

    assertThat(y.doubles()).containsExactly(0, 17, 0, 0);
  }

  private static double loss(Tensor x, Tensor w, Tensor gy, Window window) {
    return dot(KERNELS.convolution(x, w, Optional.empty(), window, Epilogue.NONE), gy);
  }

  /** The loss is linear in each element, so a step of 1 is exact. */
  private static Tensor nudged(Tensor t, int i, double by) {
    double[] values = t.toDoubles();
    values[i] += by;
    return Tensor.of(t.shape(), values);
  }

  /** The formula of {@link Kernels#convolution}, one output and one tap at a time. */
  private static double[] byDefinition(Tensor x, Tensor w, Tensor b, Window window) {
    Shape shape = window.convolved(x.shape(), w.shape());
    int rank = window.rank();
    int perGroup = w.shape().dim(1);
    int filtersPerGroup = w.shape().dim(0) / window.groups();
    double[] y = new double[shape.size()];
    for (int i = 0; i < y.length; i++) {
      int[] out = coordinates(i, shape);
      y[i] = b.at(out[1]);
      for (int j = 0; j < perGroup * window.taps(); j++) {
        int[] tap = coordinates(out[1] * perGroup * window.taps() + j, w.shape());
        int from = out[0] * x.shape().dim(1) + out[1] / filtersPerGroup * perGroup + tap[1];
        boolean inside = true;
        for (int a = 0; a < rank; a++) {
          Window.Axis axis = window.axes().get(a);
          int at = out[a + 2] * axis.stride() + tap[a + 2] * axis.dilation() - axis.padBegin();
          inside &= at >= 0 && at < x.shape().dim(a + 2);
          from = from * x.shape().dim(a + 2) + at;
        }
        y[i] += inside ? x.at(from) * w.at(out[1] * perGroup * window.taps() + j) : 0;
      }
    }
    return y;
  }

  private static int[] coordinates(int index, Shape shape) {
    int[] at = new int[shape.rank()];
    int rest = index;
    for (int a = shape.rank() - 1; a >= 0; a--) {
      at[a] = rest % shape.dim(a);
      rest /= shape.dim(a);
    }
    return at;
  }
}
