package org.convscope.engine;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Dimensions of a tensor, outermost first (NCHW for images, OIHW for convolution weights). A scalar
 * has rank 0 and size 1; a dimension may be 0. Immutable.
 */
public final class Shape {
  private final int[] dims;
  private final int size;

  private Shape(int[] dims) {
    this.dims = dims;
    this.size = size(0, dims.length);
  }

  /**
   * A shape of the given dimensions.
   *
   * @throws IllegalArgumentException if a dimension is negative or the size exceeds a Java array
   */
  public static Shape of(int... dims) {
    long size = 1;
    for (int d : dims) {
      if (d < 0) {
        throw new IllegalArgumentException(
            "shape: dimensions must not be negative, got " + Arrays.toString(dims));
      }
      size *= d;
      if (size > Integer.MAX_VALUE - 1024) {
        throw new IllegalArgumentException(
            "shape: a tensor holds fewer than 2^31 numbers, got " + Arrays.toString(dims));
      }
    }
    return new Shape(dims.clone());
  }

  /** As {@link #of(int...)} from longs, as files store them. */
  public static Shape of(long[] dims) {
    for (long d : dims) {
      if (d > Integer.MAX_VALUE || d < Integer.MIN_VALUE) {
        throw new IllegalArgumentException(
            "shape: a tensor holds fewer than 2^31 numbers, got " + Arrays.toString(dims));
      }
    }
    return of(Arrays.stream(dims).mapToInt(d -> (int) d).toArray());
  }

  public int rank() {
    return dims.length;
  }

  /** The dimension of {@code axis}; negative axes count from the end. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /**
   * {@code axis} with negative values counted from the end.
   *
   * @throws IllegalArgumentException if the axis is outside [-rank, rank)
   */
  public int axis(int axis) {
    if (axis < -dims.length || axis >= dims.length) {
      throw new IllegalArgumentException(
          "shape: axis must lie in [-rank, rank), got axis " + axis + " of " + this);
    }
    return axis < 0 ? axis + dims.length : axis;
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Product of the dimensions {@code from} (inclusive) to {@code to} (exclusive). */
  public int size(int from, int to) {
    int size = 1;
    for (int i = from; i < to; i++) {
      size *= dims[i];
    }
    return size;
  }

  /** The dimensions, a copy. */
  public int[] dims() {
    return dims.clone();
  }

  /** This shape with {@code axis} replaced by {@code dim}. */
  public Shape with(int axis, int dim) {
    int[] d = dims.clone();
    d[axis(axis)] = dim;
    return of(d);
  }

  /** Elements between neighbours along each axis in C order. */
  public int[] strides() {
    int[] s = new int[dims.length];
    int step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      s[i] = step;
      step *= dims[i];
    }
    return s;
  }

  /**
   * The shape of an elementwise result: axes aligned at the end, a dimension of 1 stretches
   * (NumPy's rule, ONNX multidirectional broadcasting).
   *
   * @throws IllegalArgumentException if two dimensions differ and neither is 1
   */
  public Shape broadcast(Shape other) {
    int rank = Math.max(rank(), other.rank());
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      int a = i < rank - rank() ? 1 : dims[i - (rank - rank())];
      int b = i < rank - other.rank() ? 1 : other.dims[i - (rank - other.rank())];
      if (a != b && a != 1 && b != 1) {
        throw new IllegalArgumentException(
            "broadcast: dimensions must be equal or 1, got " + this + " and " + other);
      }
      out[i] = a == 1 ? b : a;
    }
    return of(out);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** The dimensions joined by ×, as in {@code [1×3×224×224]}. */
  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("×", "[", "]"));
  }
}
