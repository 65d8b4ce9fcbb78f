package org.convscope.engine;

/**
 * Type of a tensor's elements.
 *
 * <p>Networks compute in {@link #FLOAT}, gradient checks in {@link #DOUBLE}; the integer types
 * carry shapes, indices and masks and are stored as {@code long[]}. Half-precision numbers are
 * widened to {@link #FLOAT} where they are read. UINT64 keeps its 64 bits in a signed long.
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

  /**
   * {@code value} as this integer type stores it: the low bits, sign-extended for signed types, and
   * 1 for any BOOL other than 0.
   */
  public long wrap(long value) {
    return switch (this) {
      case INT8 -> (byte) value;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      case INT64, UINT64 -> value;
      case UINT8 -> value & 0xFF;
      case UINT16 -> value & 0xFFFF;
      case UINT32 -> value & 0xFFFFFFFFL;
      case BOOL -> value == 0 ? 0 : 1;
      case FLOAT, DOUBLE ->
          throw new IllegalArgumentException("type: an integer type is needed, got " + this);
    };
  }

  /** Compares two stored values of this integer type; UINT64 as unsigned. */
  public int compare(long a, long b) {
    return this == UINT64 ? Long.compareUnsigned(a, b) : Long.compare(a, b);
  }

  /** The least value of this integer type, as stored. */
  public long least() {
    return switch (this) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT64 -> Long.MIN_VALUE;
      case UINT8, UINT16, UINT32, UINT64, BOOL -> 0;
      case FLOAT, DOUBLE ->
          throw new IllegalArgumentException("type: an integer type is needed, got " + this);
    };
  }

  /** The greatest value of this integer type, as stored (UINT64: all bits set). */
  public long greatest() {
    return this == BOOL ? 1 : this == UINT64 ? -1 : least() == 0 ? wrap(-1) : ~least();
  }
}
