package org.convscope.autograd;

import java.util.List;
import org.convscope.engine.Tensor;

/**
 * What {@link Op#forward} returns.
 *
 * @param outputs the op's outputs
 * @param vjp how to go back; holds the least it needs
 */
public record Result(List<Tensor> outputs, Vjp vjp) {
  public Result {
    outputs = List.copyOf(outputs);
  }

  /** The result of an op with one output. */
  public static Result of(Tensor output, Vjp vjp) {
    return new Result(List.of(output), vjp);
  }
}
