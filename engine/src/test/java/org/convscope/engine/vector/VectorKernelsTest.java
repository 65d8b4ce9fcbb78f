package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.convscope.engine.Samples.axis;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;
import static org.convscope.engine.vector.Agreement.SCALAR;
import static org.convscope.engine.vector.Agreement.TWO;
import static org.convscope.engine.vector.Agreement.agree;
import static org.convscope.engine.vector.Agreement.blocked;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Binary;
import org.convscope.engine.ChannelTerm;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Lrn;
import org.convscope.engine.Pooled;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorKernelsTest {
  private record Function1(String name, double offset) implements Unary {
    @Override
    public double at(double x) {
      return switch (name) {
        case "relu" -> Math.max(x, 0);
        case "sigmoid" -> 1 / (1 + Math.exp(-x));
        default -> x * x + offset;
      };
    }

    @Override
    public double slope(double x, double y) {
      return switch (name) {
        case "relu" -> x > 0 ? 1 : 0;
        case "sigmoid" -> y * (1 - y);
        default -> 2 * x;
      };
    }
  }

  private record Function2(String name) implements Binary {
    @Override
    public double at(double a, double b) {
      return switch (name) {
        case "add" -> a + b;
        case "sub" -> a - b;
        case "mul" -> a * b;
        case "div" -> a / b;
        default -> Math.max(a, b);
      };
    }

    @Override
    public long at(long a, long b) {
      return (long) at((double) a, (double) b);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 37})
  void maxPoolAndItsAdjointsAgree(int channels) {
    Tensor x = blocked(normal(1, DType.FLOAT, 2, channels, 11, 14));
    for (Window window :
        List.of(
            Window.square(3, 2, 0),
            Window.square(3, 2, 0).withCeil(true),
            Window.of(axis(2, 1, 1, 0, 2), axis(3, 3, 2, 1, 1)))) {
      agree(k -> k.maxPool(x, window).output());
      Pooled expected = SCALAR.maxPool(x, window);
      Pooled actual = ONE.maxPool(x, window);
      assertThat(actual.switches().plain()).isEqualTo(expected.switches().plain());
      Tensor gy = blocked(normal(2, DType.FLOAT, expected.output().shape().dims()));
      agree(k -> k.unpool(gy, actual.switches(), x.shape()));
      agree(k -> k.gather(x, actual.switches()));
    }
  }

  /** Windows up to 3×3 are pooled column by column, larger ones each by itself. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void maxPoolKeepsEveryNanWhateverTheWindow(int kernel) {
    float[] some = normal(3, DType.FLOAT, 2, 21, 12, 13).floats().clone();
    for (int i = 0; i < some.length; i++) {
      some[i] =
          switch (i % 131) {
            case 7 -> Float.NaN;
            case 40 -> Float.NEGATIVE_INFINITY;
            case 41 -> Float.POSITIVE_INFINITY;
            default -> some[i];
          };
    }
    Tensor x = blocked(Tensor.of(Shape.of(2, 21, 12, 13), some));
    for (Window window :
        List.of(
            Window.square(kernel, 2, kernel / 2),
            Window.of(axis(kernel, 1, 0, 0, 1), axis(2, 1, 1, 0, 1)),
            Window.of(axis(2, 2, 0, 1, 2), axis(kernel, 1, 0, 0, 2)))) {
      assertThat(ONE.maxPool(x, window).output().floats())
          .containsExactly(SCALAR.maxPool(x, window).output().floats());
    }
  }

  @Test
  void maxPoolTakesTheFirstOfEqualsAndKeepsNan() {
    float nan = Float.NaN;
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 6), new float[] {2, 2, 1, nan, 5, nan});
    Window window = Window.of(axis(1, 1, 0, 0, 1), axis(3, 3, 0, 0, 1));

    Pooled pooled = ONE.maxPool(x, window);

    assertThat(pooled.output().floats()).containsExactly(2, nan);
    assertThat(pooled.switches().plain()).containsExactly(0, 3);
    Tensor gy = blocked(Tensor.of(Shape.of(1, 1, 1, 2), new float[] {5, 7}));
    assertThat(ONE.unpool(gy, pooled.switches(), x.shape()).floats())
        .containsExactly(5, 0, 0, 7, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "16, false", "21, true", "21, false"})
  void unpoolingGivesToTheFirstOfEqualsInEveryWindow(int channels, boolean nans) {
    float[] few = normal(1, DType.FLOAT, 2, channels, 13, 11).floats().clone();
    for (int i = 0; i < few.length; i++) {
      few[i] = nans && i % 97 == 5 ? Float.NaN : Math.max(0, Math.round(few[i]));
    }
    Tensor x = blocked(Tensor.of(Shape.of(2, channels, 13, 11), few));
    for (Window window :
        List.of(
            Window.square(3, 2, 1).withCeil(true),
            Window.square(3, 2, 0),
            Window.of(axis(3, 2, 0, 2, 1), axis(3, 2, 2, 0, 1)),
            Window.of(axis(3, 2, 0, 0, 1), axis(3, 2, 0, 0, 2)),
            Window.square(3, 1, 1),
            Window.square(2, 2, 0))) {
      Pooled expected = SCALAR.maxPool(x, window);
      Tensor gy = blocked(normal(2, DType.FLOAT, expected.output().shape().dims()));
      for (Kernels k : List.of(ONE, TWO)) {
        Tensor gx = k.unpool(gy, k.maxPool(x, window).switches(), x.shape());
        Agreement.assertClose(gx, SCALAR.unpool(gy, expected.switches(), x.shape()), 1e-6);
        Agreement.assertTailIsZero(gx);
      }
    }
  }

  @Test
  void anOutputGradientOfFewChannelsGivesWhatAllOfThemGive() {
    for (int groups : new int[] {1, 2}) {
      Window window = Window.square(3, 2, 1).withGroups(groups);
      Tensor w = normal(1, DType.FLOAT, 96, 40, 3, 3);
      Shape input = Shape.of(2, 40 * groups, 9, 11);
      Shape output = window.convolved(input, w.shape());
      int plane = output.dim(2) * output.dim(3);
      for (int channel : new int[] {0, 31, 50, 95}) {
        float[] g = new float[output.size()];
        g[(96 + channel) * plane + 7] = 1;
        Tensor gy = Tensor.of(output, g);
        Tensor gx = agree(k -> k.convolutionInputGradient(gy, w, window, input));
        Agreement.assertTailIsZero(gx);
      }
    }
    Tensor none = Tensor.zeros(DType.FLOAT, Shape.of(1, 64, 5, 7));
    Window pointwise = Window.square(1, 1, 0);
    Tensor weight = normal(2, DType.FLOAT, 64, 32, 1, 1);
    Tensor gx = ONE.convolutionInputGradient(none, weight, pointwise, Shape.of(1, 32, 5, 7));
    assertThat(gx.floats()).containsOnly(0f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 37})
  void averagePoolAndItsGradientAgree(int channels) {
    Tensor x = normal(1, DType.FLOAT, 2, channels, 11, 14);
    for (Window window :
        List.of(
            Window.square(3, 2, 1).withCeil(true),
            Window.of(axis(2, 1, 1, 0, 2), axis(3, 3, 2, 1, 1)),
            Window.of(axis(11, 1, 0, 0, 1), axis(14, 1, 0, 0, 1)))) {
      for (boolean padding : new boolean[] {false, true}) {
        Tensor y = agree(k -> k.averagePool(x, window, padding));
        Tensor gy = normal(2, DType.FLOAT, y.shape().dims());
        agree(k -> k.averagePoolGradient(gy, window, padding, x.shape()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 37})
  void channelStatisticsAgree(int channels) {
    Tensor x = normal(1, DType.FLOAT, 3, channels, 19, 23);
    Tensor y = normal(2, DType.FLOAT, 3, channels, 19, 23);
    agree(k -> k.channelSum(x));
    agree(k -> k.channelDot(x, y));
    agree(k -> k.channelMoments(x).mean());
    agree(k -> k.channelMoments(x).variance());
    agree(k -> k.affine(x, normal(3, DType.FLOAT, channels), normal(4, DType.FLOAT, channels)));
    agree(k -> k.channelSums(x, y).sum());
    agree(k -> k.channelSums(x, y).dot());
    ChannelTerm first = new ChannelTerm(x, normal(3, DType.FLOAT, channels));
    ChannelTerm second = new ChannelTerm(y, normal(4, DType.FLOAT, channels));
    agree(k -> k.affineSum(first, second, normal(5, DType.FLOAT, channels)));
    Tensor image = blocked(x);
    agree(k -> k.reduce(Reduction.MEAN, image, 2, 3));
    agree(k -> k.reduce(Reduction.SUM, image, -1, -2));
    agree(k -> k.reduce(Reduction.MAX, image, 2, 3));
  }

  @Test
  void varianceSurvivesAMeanFarFromZero() {
    Tensor x = normal(1, DType.FLOAT, 2, 5, 31, 37);
    Tensor far = Agreement.SCALAR.map(new Function1("plus", 1000), x);
    agree(k -> k.channelMoments(far).mean());
    agree(k -> k.channelMoments(far).variance());
  }

  @ParameterizedTest
  @CsvSource({"5, 0.75, 1", "4, 0.6, 2", "1, 0.75, 1", "9, 0.75, 1.5"})
  void localResponseNormalisationAgrees(int size, double beta, double bias) {
    Lrn lrn = new Lrn(size, 0.3, beta, bias);
    for (int channels : new int[] {1, 3, 16, 21}) {
      Tensor x = normal(1, DType.FLOAT, 2, channels, 5, 3);
      Tensor gy = normal(2, DType.FLOAT, 2, channels, 5, 3);
      agree(k -> k.lrn(x, lrn));
      agree(k -> k.lrnGradient(x, gy, lrn));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 37})
  void elementwiseFunctionsAgreeInBothLayouts(int channels) {
    Tensor plain = normal(1, DType.FLOAT, 2, channels, 5, 7);
    Tensor other = normal(2, DType.FLOAT, 2, channels, 5, 7);
    for (Tensor x : List.of(plain, blocked(plain))) {
      for (Unary f :
          List.of(
              new Function1("relu", 0),
              new Function1("sigmoid", 0),
              new Function1("shifted square", 3))) {
        Tensor y = agree(k -> k.map(f, x));
        assertThat(y.isBlocked()).isEqualTo(x.isBlocked());
        agree(k -> k.mapGradient(f, x, y, other));
      }
      for (String name : List.of("add", "sub", "mul", "div", "max")) {
        Binary f = new Function2(name);
        agree(k -> k.combine(f, x, other));
        for (Tensor small :
            List.of(
                normal(3, DType.FLOAT, channels, 1, 1),
                normal(4, DType.FLOAT, 1, channels, 1, 1),
                normal(5, DType.FLOAT, 1),
                normal(6, DType.FLOAT, 2, 1, 5, 1))) {
          agree(k -> k.combine(f, x, small));
          agree(k -> k.combine(f, small, x));
        }
      }
    }
  }

  /** Dense layers: lengths that are whole vectors and others, a row and several. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,64", "3,7", "8,100", "5,1000"})
  void rowsAgreeWithOneRow(int rows, int columns) {
    Tensor x = normal(1, DType.FLOAT, rows, columns);
    Tensor row = normal(2, DType.FLOAT, columns);
    for (String name : List.of("add", "sub", "mul", "div", "max")) {
      agree(k -> k.combine(new Function2(name), x, row));
      agree(k -> k.combine(new Function2(name), row, x));
    }
  }

  @Test
  void theSigmoidIsRightEverywhere() {
    float[] x = new float[40_001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 20_000) / 200f;
    }
    float[] y = ONE.map(new Function1("sigmoid", 0), Tensor.of(Shape.of(x.length), x)).floats();
    for (int i = 0; i < x.length; i++) {
      double right = 1 / (1 + Math.exp(-x[i]));
      assertThat((double) y[i]).as("of %s", x[i]).isCloseTo(right, within(2e-7 * right + 1e-37));
    }
    float[] ends = new float[16];
    Arrays.fill(ends, 0, 4, Float.NaN);
    Arrays.fill(ends, 4, 8, Float.POSITIVE_INFINITY);
    Arrays.fill(ends, 8, 12, Float.NEGATIVE_INFINITY);
    float[] found = ONE.map(new Function1("sigmoid", 0), Tensor.of(Shape.of(16), ends)).floats();
    assertThat(found[0]).isNaN();
    assertThat(found[4]).isEqualTo(1f);
    assertThat(found[8]).isCloseTo(0f, within(1e-37f));
  }

  @Test
  void concatAndNarrowKeepTheLayout() {
    Tensor a = blocked(normal(1, DType.FLOAT, 2, 32, 3, 5));
    Tensor b = blocked(normal(2, DType.FLOAT, 2, 19, 3, 5));
    Tensor joined = agree(k -> k.concat(List.of(a, b), 1));
    assertThat(joined.isBlocked()).isTrue();
    agree(k -> k.concat(List.of(b, a), 1));
    agree(k -> k.concat(List.of(a, a), 2));
    Tensor part = agree(k -> k.narrow(joined, 1, 32, 19));
    assertThat(part.isBlocked()).isTrue();
    agree(k -> k.narrow(joined, 1, 5, 20));
    agree(k -> k.narrow(joined, 3, 1, 3));
  }

  @Test
  void widenPutsChannelsBackWhereTheyWere() {
    Tensor whole = normal(1, DType.FLOAT, 2, 51, 3, 5);
    Tensor one = normal(2, DType.FLOAT, 2, 1, 3, 5);
    Tensor some = blocked(normal(3, DType.FLOAT, 2, 20, 3, 5));
    for (int start : new int[] {0, 15, 31}) {
      Tensor gx = agree(k -> k.widen(one, 1, start, whole.shape()));
      Agreement.assertTailIsZero(gx);
      agree(k -> k.widen(some, -3, start, whole.shape()));
    }
    agree(k -> k.widen(one, 2, 4, Shape.of(2, 1, 9, 5)));
  }

  @Test
  void softmaxAgrees() {
    Tensor x = normal(1, DType.FLOAT, 3, 17);
    agree(k -> k.softmax(x, 1));
    agree(k -> k.logSoftmax(x, -1));
  }

  @Test
  void doublesAndIntegersAreComputedToo() {
    Tensor x = normal(1, DType.DOUBLE, 2, 3, 5, 4);
    assertThat(ONE.map(new Function1("relu", 0), x).type()).isEqualTo(DType.DOUBLE);
    assertThat(ONE.combine(new Function2("add"), Tensor.longs(1, 2), Tensor.longs(3)).longs())
        .containsExactly(4, 5);
    assertThat(ONE.maxPool(x, Window.square(2, 1, 0)).output().doubles())
        .isEqualTo(SCALAR.maxPool(x, Window.square(2, 1, 0)).output().doubles());
  }

  @Test
  void emptyTensorsPassThrough() {
    Tensor none = Tensor.zeros(DType.FLOAT, Shape.of(0, 3, 5, 4));
    assertThat(ONE.maxPool(none, Window.square(2, 1, 0)).output().shape())
        .isEqualTo(Shape.of(0, 3, 4, 3));
    assertThat(ONE.affine(none, normal(1, DType.FLOAT, 3), normal(2, DType.FLOAT, 3)).size())
        .isZero();
  }
}
