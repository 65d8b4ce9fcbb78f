package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;

/**
 * Which tap of its window each maximum of a 3×3 pooling at stride 2 comes from, 0 to 8 in scan
 * order, the first of equal ones: what is left to remember of a value that is not stored. Floats,
 * because JDK 17 compares them with the maxima's own masks.
 */
final class MaximaPlaces {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int KERNEL = 3;

  private final float[] data;
  private final int pitch;
  private final Inside vertical;
  private final Inside horizontal;
  private final int[] top;
  private final int[][] columns;
  private final float[] left;

  /**
   * Places in {@code data}.
   *
   * @param window for which {@link #applies}
   * @param input shape of the pooled value
   * @param shape of the maxima
   */
  MaximaPlaces(float[] data, Window window, Shape input, Shape shape) {
    this.data = data;
    pitch = input.dim(3) * Blocked.LANES;
    vertical = Inside.of(window.h(), shape.dim(2), input.dim(2));
    horizontal = Inside.of(window.w(), shape.dim(3), input.dim(3));
    top = new int[shape.dim(2)];
    for (int y = 0; y < top.length; y++) {
      top[y] = vertical.at()[y] - window.h().start(y);
    }
    left = new float[shape.dim(3)];
    columns = new int[KERNEL][left.length];
    for (int x = 0; x < left.length; x++) {
      left[x] = horizontal.at()[x] - window.w().start(x);
      for (int tap = 0; tap < KERNEL; tap++) {
        int inside = Math.min(tap, horizontal.taps()[x] - 1);
        columns[tap][x] = (horizontal.at()[x] + inside) * Blocked.LANES;
      }
    }
  }

  /** True for windows whose maxima's places can be told, and gone back to by {@link Unpooled}. */
  static boolean applies(Window window) {
    return isUsual(window.h()) && isUsual(window.w());
  }

  private static boolean isUsual(Window.Axis a) {
    return a.kernel() == KERNEL && a.stride() == 2 && a.dilation() == 1 && a.padBegin() <= 1;
  }

  /**
   * The places of a vector of channels of output row {@code y}.
   *
   * @param first where the first row that the windows see starts
   * @param o where its maxima are, and its places go
   * @param nan whether there may be a NaN among them
   */
  void row(float[] in, int first, int y, float[] maxima, int o, boolean nan) {
    int last = vertical.taps()[y] - 1;
    int second = first + Math.min(1, last) * pitch;
    search(in, first, second, first + last * pitch, KERNEL * top[y], maxima, o);
    for (int x = 0; nan && x < left.length; x++) {
      for (int i = o + x * Blocked.LANES; i < o + x * Blocked.LANES + Lanes.VECTOR; i++) {
        if (Float.isNaN(maxima[i])) {
          data[i] = nanPlace(in, first + i - o - x * Blocked.LANES, y, x);
        }
      }
    }
  }

  /** From the last tap to the first, so that the first of equal ones stays. */
  private void search(float[] in, int a, int b, int c, float above, float[] maxima, int o) {
    int[] one = columns[0];
    int[] two = columns[1];
    int[] three = columns[2];
    for (int x = 0; x < one.length; x++) {
      int i = o + x * Blocked.LANES;
      FloatVector best = FloatVector.fromArray(S, maxima, i);
      FloatVector place = FloatVector.broadcast(S, 8f);
      place = place.blend(7f, at(in, c + two[x]).compare(VectorOperators.EQ, best));
      place = place.blend(6f, at(in, c + one[x]).compare(VectorOperators.EQ, best));
      place = place.blend(5f, at(in, b + three[x]).compare(VectorOperators.EQ, best));
      place = place.blend(4f, at(in, b + two[x]).compare(VectorOperators.EQ, best));
      place = place.blend(3f, at(in, b + one[x]).compare(VectorOperators.EQ, best));
      place = place.blend(2f, at(in, a + three[x]).compare(VectorOperators.EQ, best));
      place = place.blend(1f, at(in, a + two[x]).compare(VectorOperators.EQ, best));
      place = place.blend(0f, at(in, a + one[x]).compare(VectorOperators.EQ, best));
      place.add(above + left[x]).intoArray(data, i);
    }
  }

  private static FloatVector at(float[] in, int i) {
    return FloatVector.fromArray(S, in, i);
  }

  /** The tap of the first NaN that a window sees. */
  private float nanPlace(float[] in, int first, int y, int x) {
    for (int r = 0; r < vertical.taps()[y]; r++) {
      for (int c = 0; c < horizontal.taps()[x]; c++) {
        if (Float.isNaN(in[first + r * pitch + (horizontal.at()[x] + c) * Blocked.LANES])) {
          return KERNEL * (top[y] + r) + left[x] + c;
        }
      }
    }
    throw new IllegalStateException("max pooling: a NaN comes from nowhere");
  }
}
