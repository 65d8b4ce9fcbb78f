package org.convscope.autograd;

import java.util.Optional;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * What a {@link Vjp} works with.
 *
 * @param kernels the kernel set to compute on
 * @param rules the gradient rules of this pass
 */
public record Backward(Kernels kernels, Rules rules) {
  /** Goes back through one recorded call: by its type's rule if there is one, else by its vjp. */
  public Tensor[] through(Call call, Tensor[] outputGradients, boolean[] wanted) {
    Optional<Rule> rule = rules.of(call.type());
    return rule.isPresent()
        ? rule.get().apply(this, call, outputGradients, wanted)
        : call.vjp().apply(this, outputGradients, wanted);
  }
}
