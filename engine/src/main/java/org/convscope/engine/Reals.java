package org.convscope.engine;

import java.util.Arrays;

/**
 * The numbers of a floating-point tensor in C order, read and written as doubles whatever their
 * type: for loops that are written once for float and double.
 *
 * @param floats the numbers, or null if they are doubles; not a copy
 * @param doubles the numbers, or null if they are floats; not a copy
 */
public record Reals(float[] floats, double[] doubles) {
  /** Those of a tensor, to be read only. */
  public static Reals of(Tensor t) {
    return t.type() == DType.FLOAT ? new Reals(t.floats(), null) : new Reals(null, t.doubles());
  }

  /** Numbers that all are to be written; until then they can be anything. */
  public static Reals taken(DType type, int size, Buffers buffers) {
    return type == DType.FLOAT
        ? new Reals(buffers.take(size), null)
        : new Reals(null, new double[size]);
  }

  /** The number at an index. */
  public double at(int i) {
    return floats == null ? doubles[i] : floats[i];
  }

  /** Writes a number, rounded to the type. */
  public void set(int i, double value) {
    if (floats == null) {
      doubles[i] = value;
    } else {
      floats[i] = (float) value;
    }
  }

  /** Sets the numbers from one index to before another to 0. */
  public void clear(int from, int to) {
    if (floats == null) {
      Arrays.fill(doubles, from, to, 0);
    } else {
      Arrays.fill(floats, from, to, 0f);
    }
  }

  /** A tensor that owns the numbers from now on. */
  public Tensor tensor(Shape shape) {
    return floats == null ? Tensor.of(shape, doubles) : Tensor.of(shape, floats);
  }
}
