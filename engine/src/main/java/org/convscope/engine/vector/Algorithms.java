package org.convscope.engine.vector;

/** Which algorithms the vector kernels may choose from, shape by shape. */
public enum Algorithms {
  /** Sums in the order of their definition only. */
  DIRECT,
  /** {@link #DIRECT}, and {@link Winograd} for input gradients: values are as with DIRECT. */
  DIRECT_VALUES,
  /** Whatever is fastest. */
  FASTEST
}
