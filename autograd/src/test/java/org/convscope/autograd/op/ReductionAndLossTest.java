package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.convscope.autograd.Op;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;

class ReductionAndLossTest {
  private static Tensor matrix(int rows, int columns, double... v) {
    return Tensor.of(Shape.of(rows, columns), v);
  }

  private static double[] gradient(Op op, Tensor x, double... seed) {
    Tape tape = new Tape(Samples.kernels());
    Variable in = tape.variable(x);
    Variable y = tape.apply(op, in);
    Tensor gy = Tensor.of(y.value().shape(), seed);
    return tape.backward(Map.of(y, gy), List.of(in), Rules.GRADIENT).of(in).toDoubles();
  }

  @Test
  void theFirstMaximumInScanOrderGetsTheGradient() {
    Tensor x = matrix(2, 3, 5, 5, 1, 5, 2, 5);

    assertThat(gradient(new Reduce(Reduction.MAX, List.of(1), false), x, 7, 8))
        .containsExactly(7, 0, 0, 8, 0, 0);
    assertThat(gradient(new Reduce(Reduction.MAX, List.of(0), true), x, 1, 2, 3))
        .containsExactly(1, 2, 0, 0, 0, 3);
    assertThat(gradient(Reduce.all(Reduction.MIN), x, 4)).containsExactly(0, 0, 4, 0, 0, 0);
  }

  @Test
  void onATieTheFirstArgumentGetsTheGradient() {
    Tape tape = new Tape(Samples.kernels());
    Variable a = tape.variable(matrix(1, 2, 3, 1));
    Variable b = tape.variable(matrix(1, 2, 3, 2));
    Variable y = tape.apply(new Elementwise(Arithmetic.MAX), a, b);
    var g = tape.backward(Map.of(y, matrix(1, 2, 5, 6)), List.of(a, b), Rules.GRADIENT);

    assertThat(g.of(a).toDoubles()).containsExactly(5, 0);
    assertThat(g.of(b).toDoubles()).containsExactly(0, 6);
  }

  @Test
  void aProductWithZerosHasAGradient() {
    assertThat(gradient(Reduce.all(Reduction.PROD), matrix(1, 3, 0, 2, 3), 1))
        .containsExactly(6, 0, 0);
    assertThat(gradient(Reduce.all(Reduction.PROD), matrix(1, 3, 0, 2, 0), 1))
        .containsExactly(0, 0, 0);
  }

  @Test
  void theNormOfZerosHasZeroGradient() {
    Op l2 = new ReduceNorm(ReduceNorm.Norm.L2, List.of(1), false);

    assertThat(gradient(l2, matrix(2, 2, 0, 0, 3, 4), 1, 5)).containsExactly(0, 0, 3, 4);
    assertThat(gradient(new LpNorm(ReduceNorm.Norm.L2, 1), matrix(1, 2, 0, 0), 1, 1))
        .containsExactly(1, 1);
  }

  @Test
  void logSumExpDoesNotOverflow() {
    Op op = new ReduceNorm(ReduceNorm.Norm.LOG_SUM_EXP, List.of(), false);
    Tensor x = matrix(1, 2, 1000, 1000);

    double y = op.forward(Samples.kernels(), List.of(x)).outputs().get(0).item();

    assertThat(y).isCloseTo(1000 + Math.log(2), within(1e-9));
    assertThat(gradient(op, x, 2)).containsExactly(1, 1);
  }

  @Test
  void emptyAxesMeanAll() {
    assertThat(new Reduce(Reduction.SUM, List.of(), true).shapes(List.of(Shape.of(2, 3))))
        .containsExactly(Shape.of(1, 1));
    assertThatThrownBy(
            () -> new Reduce(Reduction.SUM, List.of(1, -1), true).shapes(List.of(Shape.of(2, 3))))
        .hasMessage("reduce_sum: axes must be distinct, got [1, -1] for [2×3]");
  }

  private static double loss(CrossEntropy op, Tensor logits, long... targets) {
    return op.forward(Samples.kernels(), List.of(logits, Tensor.longs(targets)))
        .outputs()
        .get(0)
        .item();
  }

  @Test
  void largeLogitsLoseNoDigits() {
    CrossEntropy mean = new CrossEntropy(CrossEntropy.Over.MEAN, 0);

    assertThat(loss(mean, matrix(1, 3, 1000, 0, -1000), 0)).isZero();
    assertThat(loss(mean, matrix(1, 3, 1000, 0, -1000), 2)).isEqualTo(2000);
  }

  @Test
  void smoothingMovesWeightToAllClasses() {
    double plain = loss(new CrossEntropy(CrossEntropy.Over.SUM, 0), matrix(1, 2, 0, 2), 1);
    double smooth = loss(new CrossEntropy(CrossEntropy.Over.SUM, 0.2), matrix(1, 2, 0, 2), 1);

    assertThat(smooth - plain).isCloseTo(0.1 * 2, within(1e-12));
  }

  @Test
  void targetsMustBeClasses() {
    CrossEntropy mean = new CrossEntropy(CrossEntropy.Over.MEAN, 0);

    assertThatThrownBy(() -> loss(mean, matrix(2, 3, 1, 2, 3, 4, 5, 6), 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cross_entropy: targets must lie in [0, 3), got 3");
    assertThatThrownBy(() -> mean.shapes(List.of(Shape.of(2, 3, 4), Shape.of(2))))
        .hasMessageContaining("logits [2×3×4] and targets [2]");
    assertThatThrownBy(() -> new CrossEntropy(CrossEntropy.Over.SUM, 1.5))
        .hasMessageContaining("got 1.5");
  }
}
