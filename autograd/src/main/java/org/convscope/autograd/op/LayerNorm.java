package org.convscope.autograd.op;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * Normalises over the axes from {@code axis} on (Ba et al. 2016; ONNX LayerNormalization): inputs
 * x, scale and, optionally, bias, which stretch to x; outputs y, the mean and the inverse standard
 * deviation.
 *
 * @param axis negative counted from the end
 * @param epsilon added to the variance
 */
public record LayerNorm(int axis, double epsilon) implements Composed {
  @Override
  public String type() {
    return "layer_norm";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    for (Shape s : inputs.subList(1, inputs.size())) {
      if (s != null && !x.broadcast(s).equals(x)) {
        throw new IllegalArgumentException(
            "layer_norm: scale and bias must stretch to the input, got %s for %s".formatted(s, x));
      }
    }
    Shape statistics = x;
    for (int i = x.axis(axis); i < x.rank(); i++) {
      statistics = statistics.with(i, 1);
    }
    return List.of(x, statistics, statistics);
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Shape x = inputs.get(0).value().shape();
    List<Integer> axes = IntStream.range(x.axis(axis), x.rank()).boxed().toList();
    Standardised s = Standardised.of(tape, inputs.get(0), axes, epsilon);
    Variable y = tape.apply(new Elementwise(Arithmetic.MUL), s.y(), inputs.get(1));
    if (inputs.size() > 2 && inputs.get(2) != null) {
      y = tape.apply(new Elementwise(Arithmetic.ADD), y, inputs.get(2));
    }
    return List.of(y, s.mean(), s.inverse());
  }
}
