package org.convscope.autograd.op;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;

/**
 * Reduces each plane of x [N×C×spatial] to one number, [N×C×1×…] (ONNX GlobalAveragePool and
 * GlobalMaxPool).
 *
 * @param how mean or maximum, as a rule
 */
public record GlobalPool(Reduction how) implements Composed {
  @Override
  public String type() {
    return "global_pool";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    if (inputs.get(0).rank() < 3) {
      throw new IllegalArgumentException(
          "global_pool: an input [N×C×spatial] is needed, got " + inputs.get(0));
    }
    return reduce(inputs.get(0)).shapes(inputs);
  }

  private Reduce reduce(Shape x) {
    return new Reduce(how, IntStream.range(2, x.rank()).boxed().toList(), true);
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    return List.of(tape.apply(reduce(inputs.get(0).value().shape()), inputs.get(0)));
  }
}
