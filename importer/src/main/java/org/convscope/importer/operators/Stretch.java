package org.convscope.importer.operators;

import org.convscope.engine.Shape;

/** Where the elements of a broadcast tensor come from. */
final class Stretch {
  private Stretch() {}

  /** For each element of {@code to} in C order, the flat index in {@code from} that it shows. */
  static int[] indices(Shape from, Shape to) {
    int[] index = new int[to.size()];
    int[] strides = from.strides();
    int lead = to.rank() - from.rank();
    int block = to.size();
    for (int axis = 0; axis < to.rank(); axis++) {
      block = to.dim(axis) == 0 ? 0 : block / to.dim(axis);
      if (axis < lead || from.dim(axis - lead) == 1) {
        continue;
      }
      int stride = strides[axis - lead];
      for (int i = 0; i < index.length; i++) {
        index[i] += i / block % to.dim(axis) * stride;
      }
    }
    return index;
  }
}
