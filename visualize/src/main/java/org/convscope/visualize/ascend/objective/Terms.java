package org.convscope.visualize.ascend.objective;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.Reshape;
import org.convscope.autograd.op.Slice;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** The arithmetic that objectives are written in. */
final class Terms {
  private Terms() {}

  static Variable plus(Tape tape, Variable a, Variable b) {
    return tape.apply(new Elementwise(Arithmetic.ADD), a, b);
  }

  static Variable minus(Tape tape, Variable a, Variable b) {
    return tape.apply(new Elementwise(Arithmetic.SUB), a, b);
  }

  static Variable product(Tape tape, Variable a, Variable b) {
    return tape.apply(new Elementwise(Arithmetic.MUL), a, b);
  }

  static Variable ratio(Tape tape, Variable a, Variable b) {
    return tape.apply(new Elementwise(Arithmetic.DIV), a, b);
  }

  static Variable times(Tape tape, Variable a, double factor) {
    return factor == 1
        ? a
        : product(tape, a, tape.constant(Tensor.scalar(a.value().type(), factor)));
  }

  static Variable atLeast(Tape tape, Variable a, double least) {
    Variable bound = tape.constant(Tensor.scalar(a.value().type(), least));
    return tape.apply(new Elementwise(Arithmetic.MAX), a, bound);
  }

  static Variable power(Tape tape, Variable a, double exponent) {
    return exponent == 1 ? a : tape.apply(new Activation(new Functions.Power(exponent)), a);
  }

  static Variable root(Tape tape, Variable a) {
    return tape.apply(new Activation(Functions.SQRT), a);
  }

  static Variable mean(Tape tape, Variable a) {
    return tape.apply(Reduce.all(Reduction.MEAN), a);
  }

  static Variable sum(Tape tape, Variable a, Integer... axes) {
    return tape.apply(new Reduce(Reduction.SUM, List.of(axes), axes.length > 0), a);
  }

  /** Elements from … to−1 along an axis. */
  static Variable cut(Tape tape, Variable a, int axis, int from, int to) {
    return tape.apply(Slice.of(Slice.Range.of(axis, from, to)), a);
  }

  static Variable reshaped(Tape tape, Variable a, int... dims) {
    return tape.apply(Reshape.to(Shape.of(dims)), a);
  }
}
