package org.convscope.engine;

/**
 * Type of a tensor's elements.
 *
 * <p>Networks compute in {@link #FLOAT}, gradient checks in {@link #DOUBLE}; the integer types
 * carry shapes, indices and masks and are stored as {@code long[]}. Half-precision numbers are
 * widened to {@link #FLOAT} where they are read.
 */
public enum DType {
  FLOAT,
  DOUBLE,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  BOOL;

  /** True for the two floating-point types, the only ones that gradients exist for. */
  public boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }
}
