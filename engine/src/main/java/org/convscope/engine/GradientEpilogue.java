package org.convscope.engine;

import java.util.Optional;

/**
 * What is done to the gradient by an input x before it is stored: {@code [rectified > 0]·(gx +
 * sum)}. The mask is the derivative of the rectifier whose output x is, so that neither the sum nor
 * the rectifier's gradient needs a pass over memory of its own.
 *
 * @param sum what else comes back to x, of its shape, if anything
 * @param rectified x itself, if it is a rectifier's output; where it is not positive, or NaN, the
 *     result is 0
 */
public record GradientEpilogue(Optional<Tensor> sum, Optional<Tensor> rectified) {
  /** Store the gradient as it is. */
  public static final GradientEpilogue NONE =
      new GradientEpilogue(Optional.empty(), Optional.empty());

  /** True if there is nothing to do. */
  public boolean isNone() {
    return sum.isEmpty() && rectified.isEmpty();
  }

  /** The definition, number by number: a new tensor of {@code gx} with the epilogue applied. */
  Tensor applied(Tensor gx) {
    double[] g = gx.toDoubles();
    if (sum.isPresent()) {
      double[] s = sum.get().toDoubles();
      for (int i = 0; i < g.length; i++) {
        g[i] += s[i];
      }
    }
    if (rectified.isPresent()) {
      double[] x = rectified.get().toDoubles();
      for (int i = 0; i < g.length; i++) {
        g[i] = x[i] > 0 ? g[i] : 0;
      }
    }
    return Tensor.of(gx.shape(), g).cast(gx.type());
  }
}
