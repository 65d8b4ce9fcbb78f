package org.convscope.autograd;

import org.convscope.engine.Tensor;

/** A replacement for the vector-Jacobian product of every op of one type, see {@link Rules}. */
@FunctionalInterface
public interface Rule {
  /** As {@link Vjp#apply}, with the recorded call at hand. */
  Tensor[] apply(Backward backward, Call call, Tensor[] outputGradients, boolean[] wanted);
}
