package org.convscope.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.Split;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;

class TapeTest {
  private static final Op ADD = new Elementwise(Arithmetic.ADD);
  private static final Op MUL = new Elementwise(Arithmetic.MUL);
  private static final Op EXP = new Activation(Functions.EXP);
  private static final Op NEG = new Activation(Functions.NEG);
  private static final Op SUM = Reduce.all(Reduction.SUM);

  private final Tape tape = new Tape(new ScalarKernels(Workers.of(1), new Buffers()));

  private static Tensor doubles(double... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static Tensor gradient(Tape tape, Variable y, Tensor seed, Variable x) {
    return tape.backward(Map.of(y, seed), List.of(x), Rules.GRADIENT).of(x);
  }

  @Test
  void bothArmsOfADiamondAddUp() {
    Variable x = tape.variable(doubles(2, -1));
    Variable left = tape.apply(EXP, x);
    Variable right = tape.apply(MUL, x, x);
    Variable y = tape.apply(SUM, tape.apply(MUL, left, right));

    double[] g = tape.backward(y, List.of(x)).of(x).toDoubles();

    assertThat(g[0]).isCloseTo(Math.exp(2) * (4 + 4), within(1e-12));
    assertThat(g[1]).isCloseTo(Math.exp(-1) * (1 - 2), within(1e-12));
  }

  @Test
  void aVariableUsedTwiceInOneCallCountsTwice() {
    Variable x = tape.variable(doubles(3));

    assertThat(gradient(tape, tape.apply(ADD, x, x), doubles(5), x).toDoubles())
        .containsExactly(10);
    assertThat(gradient(tape, tape.apply(MUL, x, x), doubles(1), x).toDoubles()).containsExactly(6);
  }

  @Test
  void gradientsOfIntermediateValuesCanBeWanted() {
    Variable x = tape.variable(doubles(3));
    Variable square = tape.apply(MUL, x, x);
    Variable y = tape.apply(NEG, square);

    Gradients g = tape.backward(Map.of(y, doubles(2)), List.of(square, x), Rules.GRADIENT);

    assertThat(g.of(square).toDoubles()).containsExactly(-2);
    assertThat(g.of(x).toDoubles()).containsExactly(-12);
  }

  @Test
  void severalSeedsAddUpEvenWhereOneIsOnTheOthersWay() {
    Variable x = tape.variable(doubles(3));
    Variable square = tape.apply(MUL, x, x);
    Variable y = tape.apply(NEG, square);

    Gradients g =
        tape.backward(
            Map.of(y, doubles(2), square, doubles(10)), List.of(x, square), Rules.GRADIENT);

    assertThat(g.of(square).toDoubles()).containsExactly(8);
    assertThat(g.of(x).toDoubles()).containsExactly(48);
  }

  @Test
  void aSeedIsReturnedForItsOwnVariable() {
    Variable x = tape.variable(doubles(3, 4));

    assertThat(gradient(tape, x, doubles(5, 6), x).toDoubles()).containsExactly(5, 6);
  }

  @Test
  void aTapeServesAnyNumberOfBackwardPasses() {
    Variable x = tape.variable(doubles(0.5, -2));
    Variable y = tape.apply(MUL, tape.apply(EXP, x), x);
    double[] first = gradient(tape, y, doubles(1, 1), x).toDoubles();

    gradient(tape, y, doubles(-7, 3), x);
    gradient(tape, tape.apply(NEG, y), doubles(1, 1), x);

    assertThat(gradient(tape, y, doubles(1, 1), x).toDoubles()).containsExactly(first);
  }

  @Test
  void aVariableThatNoSeedReachesHasZeroGradient() {
    Variable x = tape.variable(doubles(1, 2));
    Variable other = tape.variable(doubles(3, 4));
    Variable y = tape.apply(EXP, x);

    assertThat(gradient(tape, y, doubles(1, 1), other).toDoubles()).containsExactly(0, 0);
  }

  @Test
  void constantsAreNotTrackedAndCannotBeWanted() {
    Variable c = tape.constant(doubles(1));
    Variable y = tape.apply(EXP, c);

    assertThat(y.isTracked()).isFalse();
    assertThatThrownBy(() -> tape.backward(Map.of(y, doubles(1)), List.of(y), Rules.GRADIENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("declared variables");
  }

  @Test
  void whatIsZeroByMathematicsIsNotTracked() {
    Variable x = tape.variable(doubles(1.4));

    assertThat(tape.apply(new Activation(Functions.FLOOR), x).isTracked()).isFalse();
  }

  /** Counts what the backward pass asks for. */
  private record Counting(List<String> asked) implements Op {
    @Override
    public String type() {
      return "counting";
    }

    @Override
    public List<Shape> shapes(List<Shape> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public Result forward(Kernels kernels, List<Tensor> inputs) {
      return Result.of(
          kernels.combine(Arithmetic.ADD, inputs.get(0), inputs.get(1)),
          (backward, gys, wanted) -> {
            asked.add(Arrays.toString(wanted));
            return new Tensor[] {wanted[0] ? gys[0] : null, wanted[1] ? gys[0] : null};
          });
    }
  }

  @Test
  void onlyWhatLeadsToTheWantedVariablesIsVisited() {
    List<String> asked = new ArrayList<>();
    Op counting = new Counting(asked);
    Variable x = tape.variable(doubles(1));
    Variable w = tape.variable(doubles(2));
    Variable aside = tape.apply(counting, w, w);
    Variable y = tape.apply(counting, tape.apply(counting, x, aside), w);
    tape.apply(counting, y, y);

    tape.backward(Map.of(y, doubles(1)), List.of(x), Rules.GRADIENT);

    assertThat(asked).containsExactly("[true, false]", "[true, false]");
  }

  @Test
  void anOpWithoutGradientIsRefusedWhenRecordedForAVariable() {
    Op none =
        new Op() {
          @Override
          public String type() {
            return "oracle";
          }

          @Override
          public List<Shape> shapes(List<Shape> inputs) {
            return inputs;
          }

          @Override
          public Result forward(Kernels kernels, List<Tensor> inputs) {
            return Result.of(inputs.get(0), Vjp.NONE);
          }
        };
    Tensor value = doubles(1);

    assertThat(tape.apply(none, tape.constant(value)).value()).isSameAs(value);
    assertThatThrownBy(() -> tape.applyAll("delphi", none, List.of(tape.variable(value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("oracle: has no gradient, got it at node delphi");
  }

  @Test
  void outputsThatNothingFlowsIntoCountAsZero() {
    Variable x = tape.variable(doubles(1, 2, 3));
    List<Variable> parts = tape.applyAll("", new Split(0, List.of(1, 2)), List.of(x));

    assertThat(gradient(tape, parts.get(1), doubles(5, 6), x).toDoubles()).containsExactly(0, 5, 6);
  }

  @Test
  void aChainOfTenThousandCallsNeedsNoStack() {
    Variable x = tape.variable(doubles(0.25));
    Variable y = x;
    for (int i = 0; i < 10_000; i++) {
      y = i % 2 == 0 ? tape.apply(NEG, y) : tape.apply(ADD, y, x);
    }

    assertThat(gradient(tape, y, doubles(1), x).toDoubles()).containsExactly(expected(10_000));
  }

  /** By forward accumulation: neg flips the slope, adding x raises it by one. */
  private static double expected(int calls) {
    double slope = 1;
    for (int i = 0; i < calls; i++) {
      slope = i % 2 == 0 ? -slope : slope + 1;
    }
    return slope;
  }

  @Test
  void aSeedOfAnotherShapeIsRefused() {
    Variable x = tape.variable(doubles(1, 2));

    assertThatThrownBy(() -> gradient(tape, x, doubles(1), x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("backward: a seed has its variable's shape [2], got [1]");
    assertThatThrownBy(() -> tape.backward(x, List.of(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a scalar");
  }

  @Test
  void onlyFloatingValuesAreVariables() {
    assertThatThrownBy(() -> tape.variable(Tensor.longs(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only floating values have gradients");
    assertThat(tape.constant(Tensor.longs(1)).value().type()).isEqualTo(DType.INT64);
  }
}
