package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * {@code x·Wᵀ + b}, the fully connected layer: x [...×I], weight [O×I] and, optionally, bias [O];
 * output [...×O].
 */
public record Linear() implements Composed {
  private static final MatMul PRODUCT = new MatMul(false, true);

  @Override
  public String type() {
    return "linear";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape weight = inputs.get(1);
    if (weight.rank() != 2 || inputs.get(0).rank() < 1) {
      throw new IllegalArgumentException(
          "linear: weight must be a matrix [O×I] and the input [...×I], got weight %s and input %s"
              .formatted(weight, inputs.get(0)));
    }
    if (inputs.size() > 2
        && inputs.get(2) != null
        && !inputs.get(2).equals(Shape.of(weight.dim(0)))) {
      throw new IllegalArgumentException(
          "linear: bias must have one number per output, got bias %s and weight %s"
              .formatted(inputs.get(2), weight));
    }
    return PRODUCT.shapes(inputs.subList(0, 2));
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Variable y = tape.apply(PRODUCT, inputs.get(0), inputs.get(1));
    return List.of(
        inputs.size() > 2 && inputs.get(2) != null
            ? tape.apply(new Elementwise(Arithmetic.ADD), y, inputs.get(2))
            : y);
  }
}
