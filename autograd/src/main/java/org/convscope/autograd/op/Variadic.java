package org.convscope.autograd.op;

import java.util.List;
import java.util.Locale;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * Any number of tensors combined elementwise with broadcasting (ONNX Sum, Mean, Max, Min). On a tie
 * the gradient of maximum and minimum goes to the first input.
 *
 * @param how sum, mean, max or min
 */
public record Variadic(How how) implements Composed {
  /** How the inputs are combined. */
  public enum How {
    SUM(Arithmetic.ADD),
    MEAN(Arithmetic.ADD),
    MAX(Arithmetic.MAX),
    MIN(Arithmetic.MIN);

    private final Elementwise step;

    How(Arithmetic step) {
      this.step = new Elementwise(step);
    }
  }

  @Override
  public String type() {
    return "variadic_" + how.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(type() + ": at least one input is needed, got none");
    }
    return List.of(inputs.stream().reduce(Shape::broadcast).orElseThrow());
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Variable y = inputs.get(0);
    for (Variable x : inputs.subList(1, inputs.size())) {
      y = tape.apply(how.step, y, x);
    }
    return List.of(
        how == How.MEAN ? tape.apply(new Activation(new Scale(1.0 / inputs.size())), y) : y);
  }
}
