package org.convscope.autograd;

import java.util.List;
import org.convscope.engine.Tensor;

/**
 * A vector-Jacobian product: output gradients in, input gradients out.
 *
 * <p>Implementations are named records inside their op's file, so that a {@link Rule} can look at
 * what was recorded. They return new tensors or (views of) the output gradients, never tensors that
 * they hold: the backward pass recycles what it gets.
 */
public interface Vjp {
  /**
   * Gradients by the inputs.
   *
   * @param backward kernels and rules of this backward pass
   * @param outputGradients one entry per output; {@code null} where nothing flows into it
   * @param wanted one entry per input: false means that its gradient will not be used
   * @return one entry per input: {@code null} where it is not wanted or zero by mathematics
   */
  Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted);

  /** Tensors that this vjp alone knows; a run that is closed hands their arrays to the next. */
  default List<Tensor> held() {
    return List.of();
  }

  /** The vjp of an op whose derivative is zero almost everywhere: rounding, comparison, shape. */
  Vjp ZERO = (backward, outputGradients, wanted) -> new Tensor[wanted.length];

  /** The vjp of an op whose gradient is not provided; recording it for a wanted variable throws. */
  Vjp NONE =
      (backward, outputGradients, wanted) -> {
        throw new IllegalStateException("vjp: an op without gradient was recorded");
      };
}
