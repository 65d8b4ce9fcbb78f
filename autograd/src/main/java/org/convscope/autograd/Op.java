package org.convscope.autograd;

import java.util.List;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * A differentiable operator: a record of attributes with a shape rule, a forward computation and,
 * through its {@link Result}, a vector-Jacobian product.
 *
 * <p>An op mutates nothing and keeps no state between calls.
 */
public interface Op {
  /** What gradient rules and messages call this operator: lower case, as in {@code max_pool}. */
  String type();

  /**
   * Output shapes for input shapes: the only place where shapes are checked. An op whose output
   * shape depends on values returns an empty list and checks in {@link #forward}.
   *
   * @throws IllegalArgumentException if the inputs do not fit together
   */
  List<Shape> shapes(List<Shape> inputs);

  /**
   * Computes the outputs. Called after {@link #shapes} accepted the inputs' shapes.
   *
   * @param inputs one tensor per input; an omitted optional input is {@code null}
   */
  Result forward(Kernels kernels, List<Tensor> inputs);
}
