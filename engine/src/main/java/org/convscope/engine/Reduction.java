package org.convscope.engine;

/** How {@link Kernels#reduce} combines the elements of the reduced axes. */
public enum Reduction {
  SUM,
  MEAN,
  MAX,
  MIN,
  PROD
}
