package org.convscope.autograd;

import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Tensor;

/**
 * A vjp that takes over elementwise work of its neighbours on the way back: it adds what else comes
 * back to its input and multiplies by the derivative of the rectifier that made the input, while it
 * stores the gradient; and it knows that its own rectifier may have been dealt with in this way. A
 * backward pass makes use of that where no rule replaces anything; the gradients are the same.
 */
public interface LinkedVjp extends Vjp {
  /** How the output gradient depends on the sign of the output, of the only one. */
  enum Sign {
    /** It does not. */
    FREE,
    /**
     * First of all it is set to 0 where the output is not positive: the end of the op rectifies.
     */
    RECTIFIES,
    /**
     * Where the output is not positive, it goes to where the input is not: a maximum. If the input
     * is rectified, setting it to 0 before has the same effect.
     */
    FOLLOWS
  }

  /** What a backward pass tells a vjp about its neighbours and learns from it. */
  interface Link {
    /** True if the output gradient is 0 already where the output is not positive. */
    boolean isRectified();

    /** What to do to the gradient by an input before it is handed to {@link #arrived}. */
    GradientEpilogue epilogue(int input);

    /**
     * Takes a gradient by an input.
     *
     * @param gradient new, with the {@link #epilogue} that this link named last for the input
     */
    void arrived(int input, Tensor gradient);
  }

  /** Whether and how the output gradient may be rectified by whom it comes from. */
  Sign sign();

  /**
   * As {@link Vjp#apply} without rules.
   *
   * @return one entry per input: {@code null} where it is not wanted, zero by mathematics or has
   *     been handed to the link
   */
  Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link);
}
