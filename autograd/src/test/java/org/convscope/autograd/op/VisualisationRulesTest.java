package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convscope.autograd.Op;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Lrn;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;
import org.convscope.engine.Window.Axis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All numbers worked out by hand. */
class VisualisationRulesTest {
  private static final Rules GRADIENT = Rules.GRADIENT;
  private static final Rules DECONVNET = VisualisationRules.DECONVNET;
  private static final Rules GUIDED = VisualisationRules.GUIDED;

  private final Tape tape = new Tape(Samples.kernels());

  private static Tensor numbers(double... v) {
    return Tensor.of(Shape.of(v.length), v);
  }

  private double[] back(Op op, Tensor x, Tensor gy, Rules rules) {
    Variable in = tape.variable(x);
    Variable y = tape.apply(op, in);
    return withoutSignOfZero(tape.backward(Map.of(y, gy), List.of(in), rules).of(in));
  }

  private static double[] withoutSignOfZero(Tensor t) {
    return Arrays.stream(t.toDoubles()).map(v -> v + 0.0).toArray();
  }

  @Test
  void reluFollowsTheThreeRules() {
    Op relu = new Activation(Functions.RELU);
    Tensor x = numbers(-1, 2, -3, 4, 0);
    Tensor gy = numbers(5, -6, -7, 8, 9);

    assertThat(back(relu, x, gy, GRADIENT)).containsExactly(0, -6, 0, 8, 0);
    assertThat(back(relu, x, gy, DECONVNET)).containsExactly(5, 0, 0, 8, 9);
    assertThat(back(relu, x, gy, GUIDED)).containsExactly(0, 0, 0, 8, 0);
  }

  @Test
  void redirectionPassesWhatWakesAnItemWhoseWholeGradientIsZero() {
    Op relu = new Activation(Functions.RELU);
    Tensor x = Tensor.of(Shape.of(3, 3), new double[] {-1, -2, 0, -1, 2, -3, -4, -5, -6});
    Tensor gy = Tensor.of(Shape.of(3, 3), new double[] {5, -6, -7, 5, 6, 7, -1, 0, 2});

    assertThat(back(relu, x, gy, VisualisationRules.REDIRECT))
        .containsExactly(5, 0, -7, 0, 6, 0, 0, 0, 2);
  }

  @Test
  void clippingFromZeroOnCountsAsARectifier() {
    Op relu6 = new Activation(new Functions.Clip(0, 6));
    Tensor x = numbers(-1, 2, 7, 3);
    Tensor gy = numbers(5, -6, 8, 9);

    assertThat(back(relu6, x, gy, GRADIENT)).containsExactly(0, -6, 0, 9);
    assertThat(back(relu6, x, gy, DECONVNET)).containsExactly(5, 0, 8, 9);
    assertThat(back(relu6, x, gy, GUIDED)).containsExactly(0, 0, 0, 9);
  }

  static Stream<Unary> notRectifiers() {
    return Stream.of(
        new Functions.Clip(-1, 1),
        new Functions.LeakyRelu(0.1),
        new Functions.Elu(1),
        Functions.GELU,
        new Functions.Swish(1),
        Functions.SIGMOID);
  }

  @ParameterizedTest
  @MethodSource("notRectifiers")
  void otherActivationsKeepTheirGradient(Unary f) {
    Op op = new Activation(f);
    Tensor x = numbers(-2, -0.5, 0.5, 3);
    Tensor gy = numbers(-3, 4, -5, 6);
    double[] exact = back(op, x, gy, GRADIENT);

    assertThat(back(op, x, gy, DECONVNET)).containsExactly(exact);
    assertThat(back(op, x, gy, GUIDED)).containsExactly(exact);
  }

  @Test
  void localResponseNormalisationIsItsFrozenDenominator() {
    Op lrn = new LocalResponseNorm(new Lrn(3, 3, 1, 1));
    Tensor x = Tensor.of(Shape.of(1, 3, 1, 1), new double[] {1, 2, 0});
    Tensor gy = Tensor.of(Shape.of(1, 3, 1, 1), new double[] {6, 0, 5});

    assertThat(back(lrn, x, gy, DECONVNET)).containsExactly(new double[] {1, 0, 1}, within(1e-12));
    assertThat(back(lrn, x, gy, GUIDED)).containsExactly(new double[] {1, 0, 1}, within(1e-12));
    assertThat(back(lrn, x, gy, GRADIENT))
        .containsExactly(new double[] {4.0 / 6, -4.0 / 6, 1}, within(1e-12));
  }

  @Test
  void theFrozenDenominatorIsOutputOverInput() {
    Lrn even = new Lrn(4, 0.4, 0.75, 1.3);
    Tensor x = Samples.signed(2, 7, 3, 2);
    Tensor y = Samples.kernels().lrn(x, even);
    Tensor gy = Samples.signed(2, 7, 3, 2);

    double[] frozen = back(new LocalResponseNorm(even), x, gy, DECONVNET);

    for (int i = 0; i < frozen.length; i++) {
      assertThat(frozen[i]).isCloseTo(gy.at(i) * y.at(i) / x.at(i), within(1e-12));
    }
  }

  /** conv [1 −1], ReLU, conv [−1 2], ReLU of [3 1 4 2]: [2 −3 2], [2 0 2], [−2 4], [0 4]. */
  private double[] network(Rules rules, double... seed) {
    Window pair = Window.of(new Axis(1, 1, 0, 0, 1), new Axis(2, 1, 0, 0, 1));
    Variable x = tape.variable(row(3, 1, 4, 2));
    Variable h = tape.apply(new Conv(pair), x, tape.constant(row(1, -1)));
    Variable r = tape.apply(new Activation(Functions.RELU), h);
    Variable y = tape.apply(new Conv(pair), r, tape.constant(row(-1, 2)));
    Variable z = tape.apply(new Activation(Functions.RELU), y);
    assertThat(z.value().toDoubles()).containsExactly(0, 4);
    return withoutSignOfZero(tape.backward(Map.of(z, row(seed)), List.of(x), rules).of(x));
  }

  private static Tensor row(double... v) {
    return Tensor.of(Shape.of(1, 1, 1, v.length), v);
  }

  @Test
  void aTwoLayerNetworkFollowsTheThreeRules() {
    assertThat(network(GRADIENT, 1, 1)).containsExactly(0, 0, 2, -2);
    assertThat(network(DECONVNET, 1, 1)).containsExactly(0, 1, 1, -2);
    assertThat(network(GUIDED, 1, 1)).containsExactly(0, 0, 2, -2);
    assertThat(network(GRADIENT, 1, -1)).containsExactly(0, 0, -2, 2);
    assertThat(network(DECONVNET, 1, -1)).containsExactly(0, 2, -2, 0);
    assertThat(network(GUIDED, 1, -1)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void rulesReachTheOpsInsideAComposedOne() {
    Rules doubled =
        Rules.named("doubled")
            .with(
                "matmul",
                (backward, call, gys, wanted) -> {
                  Tensor[] g = call.vjp().apply(backward, gys, wanted);
                  g[0] = backward.kernels().map(new Scale(2), g[0]);
                  return g;
                });
    Tensor weight = Tensor.of(Shape.of(1, 2), new double[] {3, 4});
    Variable x = tape.variable(Tensor.of(Shape.of(1, 2), new double[] {1, 1}));
    Variable y = tape.apply(new Linear(), x, tape.constant(weight));
    Tensor one = Tensor.of(Shape.of(1, 1), new double[] {1});

    assertThat(tape.backward(Map.of(y, one), List.of(x), doubled).of(x).toDoubles())
        .containsExactly(6, 8);
  }
}
