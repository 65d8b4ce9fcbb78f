package org.convscope.autograd;

import java.util.Map;
import org.convscope.engine.Tensor;

/** The gradients that a backward pass was asked for. */
public final class Gradients {
  private final Map<Variable, Tensor> of;

  Gradients(Map<Variable, Tensor> of) {
    this.of = of;
  }

  /**
   * The gradient by {@code variable}, of its shape; zeros if no seed reaches it.
   *
   * @throws IllegalArgumentException if it was not among the wanted variables
   */
  public Tensor of(Variable variable) {
    Tensor g = of.get(variable);
    if (g == null) {
      throw new IllegalArgumentException("gradients: " + variable + " was not asked for");
    }
    return g;
  }
}
