package org.convscope.engine.vector;

import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;

/**
 * The blocks of channels of an output gradient that are not zero in all images, {@code from} to
 * {@code to}: a seed is one unit or one channel of many, and what is zero adds nothing.
 */
record Span(int from, int to) {

  /**
   * Looks for them.
   *
   * @param shape of the gradient [N×C×H×W]
   */
  static Span of(Planes gy, Shape shape) {
    int from = 0;
    int to = Blocked.groups(shape.dim(1));
    while (from < to && isZero(gy, shape, from)) {
      from++;
    }
    while (to > from && isZero(gy, shape, to - 1)) {
      to--;
    }
    return new Span(from, to);
  }

  private static boolean isZero(Planes gy, Shape shape, int block) {
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    for (int n = 0; n < shape.dim(0); n++) {
      int at = gy.at(n, block) * plane;
      for (int i = at; i < at + plane; i++) {
        if (gy.data()[i] != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
