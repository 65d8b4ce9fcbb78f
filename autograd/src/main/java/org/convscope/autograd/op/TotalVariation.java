package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;

/**
 * The sum of squared differences of vertical and of horizontal neighbours in x [...×H×W] (Mahendran
 * and Vedaldi 2014 with β = 2): a scalar that grows with noise.
 */
public record TotalVariation() implements Composed {
  @Override
  public String type() {
    return "total_variation";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    if (inputs.get(0).rank() < 2) {
      throw new IllegalArgumentException(
          "total_variation: an input [...×H×W] is needed, got " + inputs.get(0));
    }
    return List.of(Shape.of());
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Variable x = inputs.get(0);
    return List.of(
        tape.apply(new Elementwise(Arithmetic.ADD), along(tape, x, -2), along(tape, x, -1)));
  }

  private static Variable along(Tape tape, Variable x, int axis) {
    Variable next = tape.apply(Slice.of(Slice.Range.of(axis, 1, Long.MAX_VALUE)), x);
    Variable here = tape.apply(Slice.of(Slice.Range.of(axis, 0, -1)), x);
    Variable difference = tape.apply(new Elementwise(Arithmetic.SUB), next, here);
    Variable square = tape.apply(new Activation(new Functions.Power(2)), difference);
    return tape.apply(Reduce.all(Reduction.SUM), square);
  }
}
