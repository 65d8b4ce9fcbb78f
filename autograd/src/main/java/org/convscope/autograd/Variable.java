package org.convscope.autograd;

import org.convscope.engine.Tensor;

/** A value on a {@link Tape}. */
public final class Variable {
  private final Tensor value;
  private final int call;
  private final boolean tracked;

  Variable(Tensor value, int call, boolean tracked) {
    this.value = value;
    this.call = call;
    this.tracked = tracked;
  }

  public Tensor value() {
    return value;
  }

  /** True if gradients can flow through this value to a variable that was declared on the tape. */
  public boolean isTracked() {
    return tracked;
  }

  /** Index of the recorded call that produced this value, −1 for a leaf. */
  int call() {
    return call;
  }

  @Override
  public String toString() {
    return (tracked ? "variable " : "constant ") + value;
  }
}
