package org.convscope.engine.scalar;

import org.convscope.engine.Shape;

/** Where an element of a broadcast result comes from in an operand of a smaller shape. */
final class Broadcast {
  private final int[] dims;
  private final int[] steps;
  private final boolean same;

  /** From {@code operand}, stretched to {@code result}. */
  Broadcast(Shape operand, Shape result) {
    dims = result.dims();
    steps = new int[dims.length];
    same = operand.equals(result);
    int[] strides = operand.strides();
    int offset = dims.length - strides.length;
    for (int i = 0; i < strides.length; i++) {
      steps[i + offset] = operand.dim(i) == 1 ? 0 : strides[i];
    }
  }

  /** The operand's flat index of the result's flat index {@code i}. */
  int index(int i) {
    if (same) {
      return i;
    }
    int rest = i;
    int index = 0;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      index += rest % dims[axis] * steps[axis];
      rest /= dims[axis];
    }
    return index;
  }
}
