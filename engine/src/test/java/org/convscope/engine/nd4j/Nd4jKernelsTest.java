package org.convscope.engine.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.axis;
import static org.convscope.engine.Samples.normal;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convscope.engine.Binary;
import org.convscope.engine.Buffers;
import org.convscope.engine.ChannelTerm;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Lrn;
import org.convscope.engine.Moments;
import org.convscope.engine.Pooled;
import org.convscope.engine.Reduction;
import org.convscope.engine.Samples.Geometry;
import org.convscope.engine.Shape;
import org.convscope.engine.Switches;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class Nd4jKernelsTest {
  private static final Kernels SCALAR = new ScalarKernels(Workers.of(1), new Buffers());
  private static final Kernels ND4J = KernelSets.named("nd4j", Workers.of(1), new Buffers());

  private record Function1(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative)
      implements Unary {
    @Override
    public double at(double x) {
      return value.applyAsDouble(x);
    }

    @Override
    public double slope(double x, double y) {
      return derivative.applyAsDouble(x);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private record Function2(String name, DoubleBinaryOperator value) implements Binary {
    @Override
    public double at(double a, double b) {
      return value.applyAsDouble(a, b);
    }

    @Override
    public long at(long a, long b) {
      return (long) value.applyAsDouble(a, b);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The same computation on both sets, in double and in float. */
  private static void agree(Function<Kernels, Function<DType, Tensor>> f) {
    close(f.apply(ND4J).apply(DType.DOUBLE), f.apply(SCALAR).apply(DType.DOUBLE), 1e-12);
    close(f.apply(ND4J).apply(DType.FLOAT), f.apply(SCALAR).apply(DType.FLOAT), 1e-5);
  }

  private static void close(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.type()).isEqualTo(expected.type());
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.at(i);
      double allowed = tolerance * Math.max(1, Math.abs(e));
      assertThat(actual.at(i)).as("element %d", i).isBetween(e - allowed, e + allowed);
    }
  }

  @Test
  void isTheSetThatRuns() {
    assertThat(ND4J).isInstanceOf(Nd4jKernels.class);
    Tensor x = normal(1, DType.FLOAT, 1, 2, 3, 4);
    Tensor w = normal(2, DType.FLOAT, 3, 2, 2, 2);
    Tensor y = ND4J.convolution(x, w, Optional.empty(), Window.square(2, 1, 0), Epilogue.NONE);
    assertThat(y.isNd4j()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("org.convscope.engine.Samples#allGeometries")
  void convolutionWithItsEpilogueAgrees(Geometry g) {
    Shape shape = g.window().convolved(g.input(), g.weight());
    agree(
        k ->
            t ->
                k.convolution(
                    normal(1, t, g.input().dims()),
                    normal(2, t, g.weight().dims()),
                    Optional.of(normal(3, t, g.weight().dim(0))),
                    g.window(),
                    new Epilogue(Optional.of(normal(4, t, shape.dims())), true)));
  }

  @ParameterizedTest
  @MethodSource("org.convscope.engine.Samples#allGeometries")
  void convolutionGradientsAgree(Geometry g) {
    int[] shape = g.window().convolved(g.input(), g.weight()).dims();
    agree(
        k ->
            t ->
                k.convolutionInputGradient(
                    normal(5, t, shape), normal(6, t, g.weight().dims()), g.window(), g.input()));
    agree(
        k ->
            t ->
                k.convolutionWeightGradient(
                    normal(7, t, g.input().dims()), normal(8, t, shape), g.window(), g.weight()));
  }

  static Stream<Window> poolings() {
    return Stream.of(
        Window.of(axis(3, 2, 1, 0, 1), axis(2, 1, 0, 1, 1)),
        Window.of(axis(3, 2, 0, 0, 1), axis(2, 3, 1, 1, 2)).withCeil(true),
        Window.of(axis(2, 1, -1, 0, 3), axis(3, 2, 2, -1, 1)),
        Window.of(axis(2, 2, 0, -1, 1), axis(3, 3, 0, 0, 1)).withCeil(true),
        Window.of(axis(7, 1, 0, 0, 1), axis(9, 1, 0, 0, 1)));
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void poolingsAgree(Window window) {
    int[] input = {2, 3, 7, 9};
    int[] output = window.output(Shape.of(input), 3).dims();
    Switches switches = SCALAR.maxPool(normal(1, DType.FLOAT, input), window).switches();
    Pooled pooled = ND4J.maxPool(normal(1, DType.FLOAT, input), window);

    assertThat(pooled.switches().plain()).isEqualTo(switches.plain());
    assertThat(pooled.switches().shape()).isEqualTo(switches.shape());
    agree(k -> t -> k.maxPool(normal(1, t, input), window).output());
    agree(k -> t -> k.unpool(normal(2, t, output), switches, Shape.of(input)));
    agree(k -> t -> k.gather(normal(3, t, input), switches));
    for (boolean countPadding : new boolean[] {false, true}) {
      agree(k -> t -> k.averagePool(normal(4, t, input), window, countPadding));
      agree(
          k ->
              t ->
                  k.averagePoolGradient(
                      normal(5, t, output), window, countPadding, Shape.of(input)));
    }
  }

  @Test
  void poolingsOfOneDimensionAgree() {
    Window window = new Window(List.of(axis(3, 2, 1, 0, 2)), 1, true);
    agree(k -> t -> k.maxPool(normal(1, t, 2, 3, 11), window).output());
    agree(k -> t -> k.averagePool(normal(1, t, 2, 3, 11), window, true));
  }

  @Test
  void tiesGoToTheFirstAndPaddingNeverWins() {
    Tensor low = Tensor.full(DType.FLOAT, Shape.of(1, 2, 2, 3), Double.NEGATIVE_INFINITY);
    Tensor even = Tensor.full(DType.FLOAT, Shape.of(1, 2, 2, 3), -5);
    Window window = Window.of(axis(2, 1, 1, 0, 1), axis(2, 1, 1, 0, 1));

    for (Tensor x : List.of(low, even)) {
      assertThat(ND4J.maxPool(x, window).switches().plain())
          .isEqualTo(SCALAR.maxPool(x, window).switches().plain());
      assertThat(ND4J.maxPool(x, window).output().floats())
          .isEqualTo(SCALAR.maxPool(x, window).output().floats());
    }
  }

  @Test
  void aNanNeverWinsAMaximum() {
    float nan = Float.NaN;
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 3), new float[] {nan, 4, nan, 3, nan, nan});

    Pooled pooled = ND4J.maxPool(x, Window.of(axis(2, 1, 0, 0, 1), axis(1, 1, 0, 0, 1)));

    assertThat(pooled.output().floats()).containsExactly(3, 4, Float.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,true", "true,true", "false,false"})
  void matrixProductsAgree(boolean transposeA, boolean transposeB) {
    int[] a = transposeA ? new int[] {4, 3} : new int[] {3, 4};
    int[] b = transposeB ? new int[] {5, 4} : new int[] {4, 5};
    agree(k -> t -> k.matmul(normal(1, t, a), transposeA, normal(2, t, b), transposeB));
    agree(
        k ->
            t ->
                k.matmul(
                    normal(1, t, 2, 1, a[0], a[1]),
                    transposeA,
                    normal(2, t, 3, b[0], b[1]),
                    transposeB));
    agree(k -> t -> k.matmul(normal(1, t, 7, a[0], a[1]), transposeA, normal(2, t, b), transposeB));
  }

  @Test
  void channelStatisticsAndNormalisationsAgree() {
    int[] x = {3, 5, 2, 4};
    agree(k -> t -> k.affine(normal(1, t, x), normal(2, t, 5), normal(3, t, 5)));
    agree(
        k ->
            t ->
                k.affineSum(
                    new ChannelTerm(normal(1, t, x), normal(2, t, 5)),
                    new ChannelTerm(normal(3, t, x), normal(4, t, 5)),
                    normal(5, t, 5)));
    agree(k -> t -> k.channelSum(normal(1, t, x)));
    agree(k -> t -> k.channelDot(normal(1, t, x), normal(2, t, x)));
    for (int size : new int[] {1, 4, 5, 13}) {
      Lrn lrn = new Lrn(size, 0.3, 0.75, 1.5);
      agree(k -> t -> k.lrn(normal(1, t, x), lrn));
      agree(k -> t -> k.lrnGradient(normal(1, t, x), normal(2, t, x), lrn));
    }
    Moments moments = ND4J.channelMoments(normal(1, DType.DOUBLE, x));
    Moments expected = SCALAR.channelMoments(normal(1, DType.DOUBLE, x));
    close(moments.mean(), expected.mean(), 1e-12);
    close(moments.variance(), expected.variance(), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "-1"})
  void softmaxesAgree(int axis) {
    agree(k -> t -> k.softmax(normal(1, t, 3, 5, 2), axis));
    agree(k -> t -> k.logSoftmax(normal(1, t, 3, 5, 2), axis));
  }

  @Test
  void softmaxDoesNotOverflow() {
    Tensor x = Tensor.of(Shape.of(1, 2), new float[] {1000, 999});
    close(ND4J.softmax(x, 1), SCALAR.softmax(x, 1), 1e-6);
    close(ND4J.logSoftmax(x, 1), SCALAR.logSoftmax(x, 1), 1e-6);
  }

  static Stream<Unary> functions() {
    return Stream.of(
        new Function1("relu", x -> Math.max(x, 0), x -> x > 0 ? 1 : 0),
        new Function1("neg", x -> -x, x -> -1),
        new Function1("exp", Math::exp, Math::exp),
        new Function1("abs", Math::abs, Math::signum),
        new Function1("sigmoid", x -> 1 / (1 + Math.exp(-x)), x -> 1 / (2 + 2 * Math.cosh(x))),
        new Function1("tanh", Math::tanh, x -> 1 / Math.pow(Math.cosh(x), 2)),
        new Function1("sin", Math::sin, Math::cos),
        new Function1("cos", Math::cos, x -> -Math.sin(x)),
        new Function1("reciprocal", x -> 1 / x, x -> -1 / (x * x)),
        new Function1("of our own", x -> x * x + 1, x -> 2 * x));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functionsAndTheirDerivativesAgree(Unary f) {
    agree(k -> t -> k.map(f, normal(1, t, 3, 4, 5)));
    agree(
        k ->
            t -> {
              Tensor x = normal(1, t, 3, 4, 5);
              return k.mapGradient(f, x, SCALAR.map(f, x), normal(2, t, 3, 4, 5));
            });
  }

  @ParameterizedTest
  @CsvSource({"log", "sqrt"})
  void functionsOfPositiveNumbersAgree(String name) {
    Unary f =
        name.equals("log")
            ? new Function1(name, Math::log, x -> 1 / x)
            : new Function1(name, Math::sqrt, x -> 0.5 / Math.sqrt(x));
    Unary positive = new Function1("positive", x -> x * x + 0.5, x -> 2 * x);
    agree(k -> t -> k.map(f, SCALAR.map(positive, normal(1, t, 3, 7))));
    agree(
        k ->
            t -> {
              Tensor x = SCALAR.map(positive, normal(1, t, 3, 7));
              return k.mapGradient(f, x, SCALAR.map(f, x), normal(2, t, 3, 7));
            });
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
            new Function2("ADD", Double::sum),
            new Function2("SUB", (a, b) -> a - b),
            new Function2("MUL", (a, b) -> a * b),
            new Function2("DIV", (a, b) -> a / b),
            new Function2("MAX", Math::max),
            new Function2("MIN", Math::min),
            new Function2("of our own", (a, b) -> 2 * a - b))
        .flatMap(
            f ->
                Stream.of(
                    Arguments.of(f, Shape.of(2, 3, 4), Shape.of(2, 3, 4)),
                    Arguments.of(f, Shape.of(2, 1, 4), Shape.of(3, 1)),
                    Arguments.of(f, Shape.of(4), Shape.of(5, 2, 4)),
                    Arguments.of(f, Shape.of(), Shape.of(3, 2))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void broadcastPairsAgree(Binary f, Shape a, Shape b) {
    agree(k -> t -> k.combine(f, normal(1, t, a.dims()), normal(2, t, b.dims())));
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void reductionsAgree(Reduction how) {
    agree(k -> t -> k.reduce(how, normal(1, t, 2, 3, 4, 5), 1));
    agree(k -> t -> k.reduce(how, normal(1, t, 2, 3, 4, 5), 3, 0));
    agree(k -> t -> k.reduce(how, normal(1, t, 2, 3, 4), 0, 1, -1));
    agree(k -> t -> k.reduce(how, normal(1, t, 2, 3)));
  }

  @Test
  void arrangementsAgree() {
    for (int axis = -1; axis < 3; axis++) {
      int a = axis;
      agree(
          k ->
              t -> {
                Shape shape = Shape.of(2, 3, 4);
                Tensor other = normal(2, t, shape.with(a, 5).dims());
                return k.concat(List.of(normal(1, t, 2, 3, 4), other, normal(3, t, 2, 3, 4)), a);
              });
      agree(k -> t -> k.narrow(normal(1, t, 4, 5, 6), a, 1, 3));
      agree(k -> t -> k.narrow(normal(1, t, 4, 5, 6), a, 2, 0));
    }
  }

  @Test
  void argumentsAreNotMutated() {
    Tensor x = normal(1, DType.FLOAT, 2, 3, 4, 5);
    float[] before = x.floats().clone();
    Tensor w = normal(2, DType.FLOAT, 3, 3, 1, 1);
    ND4J.convolution(
        x, w, Optional.of(normal(3, DType.FLOAT, 3)), Window.square(1, 1, 0), Epilogue.RELU);
    ND4J.maxPool(x, Window.square(1, 1, 0));
    ND4J.averagePool(x, Window.square(1, 1, 0), true);
    ND4J.averagePoolGradient(x, Window.square(1, 1, 0), true, x.shape());
    ND4J.lrnGradient(x, x, new Lrn(3, 1, 0.75, 1));
    ND4J.logSoftmax(x, 1);

    assertThat(Tensor.of(x.toINDArray()).floats()).isEqualTo(before);
  }
}
