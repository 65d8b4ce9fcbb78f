package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;

/**
 * Rows of an unpooled gradient by the {@link MaximaPlaces} of 3×3 windows at stride 2, each stored
 * once: a column of even distance from the first window's collects from two windows of a row, one
 * of odd distance from one, and rows likewise. Sums are in the order of the windows, as in {@link
 * MaxPoolGradient}.
 *
 * @param gradient of the maxima, blocked
 * @param places of the maxima, likewise
 * @param window of the pooling
 * @param input shape of what was pooled
 * @param shape of the maxima
 */
record Unpooled(float[] gradient, float[] places, Window window, Shape input, Shape shape) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int KERNEL = 3;

  /** Columns before the first: padding of one, where nothing is read. */
  static final int MARGIN = 1;

  /** Floats of a row with what windows reach beyond it. */
  int pitch() {
    int reached = 2 * shape.dim(3) + 1 - window.w().padBegin();
    return (MARGIN + Math.max(input.dim(3), reached)) * Blocked.LANES;
  }

  /**
   * Computes a row of a plane of blocks.
   *
   * @param plane its number, over all images
   * @param to where the row goes, its margin first
   */
  void row(int plane, int row, float[] out, int to) {
    int place = row + window.h().padBegin();
    int below = place / 2;
    boolean odd = place % 2 == 1;
    boolean first = !odd && below > 0 && below - 1 < shape.dim(2);
    boolean second = below < shape.dim(2);
    int pitch = shape.dim(3) * Blocked.LANES;
    int o = (plane * shape.dim(2) + below) * pitch;
    int start = to + (MARGIN - window.w().padBegin()) * Blocked.LANES;
    for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
      if (first && second) {
        two(o - pitch + lane, o + lane, out, start + lane);
      } else if (first) {
        one(o - pitch + lane, 2 * KERNEL, out, start + lane);
      } else if (second) {
        one(o + lane, odd ? KERNEL : 0, out, start + lane);
      }
    }
    int end = first || second ? start + (2 * shape.dim(3) + 1) * Blocked.LANES : to;
    Arrays.fill(out, end, to + pitch(), 0f);
  }

  /** What one row of windows sends by its taps {@code t} to {@code t + 2}. */
  private void one(int o, int t, float[] out, int to) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector unit = FloatVector.broadcast(S, 1f);
    FloatVector left = zero;
    int i = to;
    for (int m = o; m < o + shape.dim(3) * Blocked.LANES; m += Blocked.LANES) {
      FloatVector g = FloatVector.fromArray(S, gradient, m);
      FloatVector place = FloatVector.fromArray(S, places, m);
      VectorMask<Float> here = place.compare(VectorOperators.EQ, (float) t);
      unit.fma(zero.blend(g, here), left).intoArray(out, i);
      VectorMask<Float> next = place.compare(VectorOperators.EQ, (float) (t + 1));
      zero.blend(g, next).intoArray(out, i + Blocked.LANES);
      left = zero.blend(g, place.compare(VectorOperators.EQ, (float) (t + 2)));
      i += 2 * Blocked.LANES;
    }
    left.intoArray(out, i);
  }

  /** What two rows of windows send, the upper by its last row of taps, the lower by its first. */
  private void two(int upper, int lower, float[] out, int to) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector unit = FloatVector.broadcast(S, 1f);
    FloatVector left = zero;
    FloatVector leftBelow = zero;
    int i = to;
    int down = lower - upper;
    for (int m = upper; m < upper + shape.dim(3) * Blocked.LANES; m += Blocked.LANES) {
      FloatVector g = FloatVector.fromArray(S, gradient, m);
      FloatVector place = FloatVector.fromArray(S, places, m);
      FloatVector h = FloatVector.fromArray(S, gradient, m + down);
      FloatVector below = FloatVector.fromArray(S, places, m + down);
      FloatVector sum = unit.fma(zero.blend(g, place.compare(VectorOperators.EQ, 6f)), left);
      sum = unit.fma(leftBelow, sum);
      sum = unit.fma(zero.blend(h, below.compare(VectorOperators.EQ, 0f)), sum);
      sum.intoArray(out, i);
      FloatVector next = zero.blend(g, place.compare(VectorOperators.EQ, 7f));
      unit.fma(zero.blend(h, below.compare(VectorOperators.EQ, 1f)), next)
          .intoArray(out, i + Blocked.LANES);
      left = zero.blend(g, place.compare(VectorOperators.EQ, 8f));
      leftBelow = zero.blend(h, below.compare(VectorOperators.EQ, 2f));
      i += 2 * Blocked.LANES;
    }
    unit.fma(leftBelow, left).intoArray(out, i);
  }
}
