package org.convscope.importer.operators;

import java.util.Arrays;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * How operators of two inputs align them. From operator set 7 on as NumPy does; before, only where
 * {@code broadcast} is set, and then from {@code axis} of the first input on.
 *
 * @param axis where the second input's first dimension lies; {@code null} for NumPy's rule
 */
record OldBroadcast(Integer axis) {
  /** The rule of a call. */
  static OldBroadcast of(Call c) {
    boolean old = c.version() < 7 && c.has("broadcast") && c.flag("broadcast", false);
    return new OldBroadcast(old && c.has("axis") ? c.small("axis", 0) : null);
  }

  /** The shape of the second input with trailing dimensions of 1, so that NumPy's rule fits it. */
  Shape aligned(Shape first, Shape second) {
    if (axis == null) {
      return second;
    }
    int from = axis < 0 ? axis + first.rank() : axis;
    if (from < 0 || from + second.rank() > first.rank()) {
      throw new IllegalArgumentException(
          "broadcast: the second input must fit from axis %d on, got %s and %s"
              .formatted(axis, first, second));
    }
    int[] dims = new int[first.rank() - from];
    Arrays.fill(dims, 1);
    System.arraycopy(second.dims(), 0, dims, 0, second.rank());
    return Shape.of(dims);
  }

  Tensor aligned(Shape first, Tensor second) {
    return second.reshape(aligned(first, second.shape()));
  }
}
