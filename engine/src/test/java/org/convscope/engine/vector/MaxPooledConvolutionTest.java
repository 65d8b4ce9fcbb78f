package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.axis;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;
import static org.convscope.engine.vector.Agreement.SCALAR;
import static org.convscope.engine.vector.Agreement.TWO;
import static org.convscope.engine.vector.Agreement.assertClose;
import static org.convscope.engine.vector.Agreement.assertIdentical;
import static org.convscope.engine.vector.Agreement.assertTailIsZero;
import static org.convscope.engine.vector.Agreement.blocked;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Pooled;
import org.convscope.engine.PooledConvolution;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaxPooledConvolutionTest {
  /** A first layer with the pooling behind it. */
  record Case(String name, ConvolutionCall call, Window pool, boolean inBands) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(
      String name, boolean inBands, Window window, Window pool, int filters, int... input) {
    Tensor x = normal(1, DType.FLOAT, input);
    Tensor w = normal(2, DType.FLOAT, filters, input[1], window.h().kernel(), window.w().kernel());
    Optional<Tensor> bias = Optional.of(normal(3, DType.FLOAT, filters));
    return new Case(name, new ConvolutionCall(x, w, bias, window, true), pool, inBands);
  }

  static List<Case> cases() {
    Window three = Window.square(3, 2, 0);
    Window uneven = Window.of(axis(3, 2, 1, 0, 1), axis(2, 1, 0, 1, 2));
    return List.of(
        of("SqueezeNet's", true, three, three.withCeil(true), 64, 2, 3, 97, 101),
        of("ResNet's", true, Window.square(7, 2, 3), Window.square(3, 2, 1), 64, 3, 3, 64, 75),
        of("AlexNet's", true, Window.square(11, 4, 2), three, 64, 1, 3, 131, 127),
        of("stride 1, many bands", true, Window.square(3, 1, 1), three, 96, 1, 4, 130, 70),
        of("uneven, pool dilated", true, uneven, uneven, 32, 2, 1, 41, 35),
        tied(),
        of("one row", true, Window.square(3, 2, 1), Window.square(2, 2, 0), 32, 2, 3, 3, 40),
        of("input as it is", false, Window.square(3, 1, 0), three, 32, 2, 3, 20, 30),
        of("wide pool", false, three, Window.square(5, 2, 2), 32, 2, 3, 41, 43),
        of("17 channels", false, Window.square(3, 1, 1), three, 32, 1, 17, 20, 21),
        of("33 filters", 48 % Lanes.PANEL == 0, three, three, 33, 1, 3, 41, 43),
        of("narrow", false, three, Window.square(2, 1, 0), 32, 1, 3, 21, 9));
  }

  /** Neighbours that are equal: the first of them is the maximum. */
  private static Case tied() {
    Case c = of("a tie", true, Window.square(3, 2, 1), Window.square(3, 2, 1), 32, 2, 3, 50, 61);
    ConvolutionCall call = c.call();
    float[] x = call.x().floats().clone();
    Arrays.fill(x, 0, x.length / 3, 0.5f);
    Tensor image = Tensor.of(call.x().shape(), x);
    ConvolutionCall equal =
        new ConvolutionCall(image, call.weight(), call.bias(), call.window(), true);
    return new Case(c.name(), equal, c.pool(), true);
  }

  private static Tensor inTurn(Kernels k, Case c) {
    ConvolutionCall call = c.call();
    return k.maxPool(
            k.convolution(call.x(), call.weight(), call.bias(), call.window(), call.epilogue()),
            c.pool())
        .output();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatBothAreInTurn(Case c) {
    assertThat(MaxPooledConvolution.applies(c.call(), c.pool())).isEqualTo(c.inBands());
    Tensor one = ONE.maxPooled(c.call(), c.pool());
    assertIdentical(one, inTurn(ONE, c));
    assertIdentical(TWO.maxPooled(c.call(), c.pool()), one);
    assertTailIsZero(one);
    assertClose(one, SCALAR.maxPooled(c.call(), c.pool()), 1e-5);
  }

  private static Tensor gradientInTurn(Kernels k, Case c, Tensor gy) {
    ConvolutionCall call = c.call();
    Tensor y = k.convolution(call.x(), call.weight(), call.bias(), call.window(), call.epilogue());
    Pooled pooled = k.maxPool(y, c.pool());
    Tensor g = k.unpool(gy, pooled.switches(), y.shape());
    return k.convolutionInputGradient(g, call.weight(), call.window(), call.x().shape());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesBackAsThroughBothInTurn(Case c) {
    PooledConvolution one = ONE.recordedMaxPooled(c.call(), c.pool());
    assertIdentical(one.output(), ONE.maxPooled(c.call(), c.pool()));
    Tensor gy = blocked(normal(9, DType.FLOAT, one.output().shape().dims()));
    Tensor gx = one.inputGradient().apply(gy);
    assertIdentical(gx, gradientInTurn(ONE, c, gy));
    PooledConvolution two = TWO.recordedMaxPooled(c.call(), c.pool());
    assertIdentical(two.output(), one.output());
    assertIdentical(two.inputGradient().apply(gy), gx);
    assertThat(one.held()).isNotEmpty();
  }

  @Test
  void theUsualPoolingsGoBackByBands() {
    List<Case> cases = cases();
    assertThat(cases.stream().filter(c -> MaxPooledConvolution.goesBack(c.call(), c.pool())))
        .extracting(Case::name)
        .contains("SqueezeNet's", "ResNet's", "AlexNet's", "stride 1, many bands", "a tie")
        .doesNotContain("uneven, pool dilated", "one row");
  }

  @Test
  void aNanCountsAsTheLargest() {
    Case c = cases().get(0);
    ConvolutionCall call = c.call();
    float[] x = call.x().floats().clone();
    x[5000] = Float.NaN;
    Tensor image = Tensor.of(call.x().shape(), x);
    // No rectifier, which would take the NaN away.
    ConvolutionCall dirty =
        new ConvolutionCall(image, call.weight(), call.bias(), call.window(), false);
    Tensor one = ONE.maxPooled(dirty, c.pool());
    Case nan = new Case("", dirty, c.pool(), true);
    assertIdentical(one, inTurn(ONE, nan));
    assertThat(one.floats()).contains(Float.NaN);
    Tensor gy = blocked(normal(9, DType.FLOAT, one.shape().dims()));
    PooledConvolution recorded = ONE.recordedMaxPooled(dirty, c.pool());
    assertIdentical(recorded.inputGradient().apply(gy), gradientInTurn(ONE, nan, gy));
  }
}
