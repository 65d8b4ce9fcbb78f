package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Unpooling without switches, a vector of channels at a time: each window is read again, and what
 * comes back goes to the first element in scan order that equals its maximum. No indices are
 * searched for, kept or followed number by number.
 *
 * @param in the pooled input, blocked
 * @param maxima what pooling made of it, blocked
 */
record MaxPoolGradient(Window window, float[] in, Shape input, float[] maxima, Shape output) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  /** Every plane is owned by one task, which adds in the order of the windows. */
  Tensor run(Tensor gy, Workers workers, Buffers buffers) {
    float[] g = gy.blocked();
    float[] gx = buffers.take(Blocked.length(input));
    Inside rows = Inside.of(window.h(), output.dim(2), input.dim(2));
    Inside columns = Inside.of(window.w(), output.dim(3), input.dim(3));
    workers.forEach(
        input.dim(0) * Blocked.groups(input.dim(1)), p -> plane(p, rows, columns, g, gx));
    return Tensor.blocked(input, gx);
  }

  /** Rows are cleared shortly before the first window adds to them. */
  private void plane(int plane, Inside rows, Inside columns, float[] g, float[] gx) {
    int pitch = input.dim(3) * Blocked.LANES;
    int start = plane * input.dim(2) * pitch;
    int cleared = 0;
    for (int y = 0; y < output.dim(2); y++) {
      int height = rows.taps()[y];
      int reached = height == 0 ? 0 : rows.at()[y] + (height - 1) * window.h().dilation() + 1;
      int needed = Math.max(cleared, reached);
      Arrays.fill(gx, start + cleared * pitch, start + needed * pitch, 0f);
      cleared = needed;
      int first = start + rows.at()[y] * pitch;
      for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
        int o = (plane * output.dim(2) + y) * output.dim(3) * Blocked.LANES + lane;
        if (holdsNan(o)) {
          oneByOne(first + lane, height, columns, g, o, gx);
        } else {
          row(first + lane, height, columns, g, o, gx);
        }
      }
    }
    Arrays.fill(gx, start + cleared * pitch, start + input.dim(2) * pitch, 0f);
  }

  /** True if a maximum of the row is NaN, which equals nothing (or if there are ∞ and −∞). */
  private boolean holdsNan(int o) {
    FloatVector sum = FloatVector.zero(S);
    for (int x = 0, i = o; x < output.dim(3); x++, i += Blocked.LANES) {
      sum = sum.add(FloatVector.fromArray(S, maxima, i));
    }
    return sum.compare(VectorOperators.NE, sum).anyTrue();
  }

  /**
   * What has gone to an element is no longer there for those that equal it.
   *
   * @param first where the first input row of the windows starts
   * @param height rows of the windows
   */
  private void row(int first, int height, Inside columns, float[] g, int from, float[] gx) {
    int step = window.w().dilation() * Blocked.LANES;
    int pitch = window.h().dilation() * input.dim(3) * Blocked.LANES;
    FloatVector zero = FloatVector.zero(S);
    for (int x = 0, o = from; x < output.dim(3); x++, o += Blocked.LANES) {
      int width = columns.taps()[x];
      int count = width * height;
      int skip = pitch - width * step;
      int at = first + columns.at()[x] * Blocked.LANES;
      int left = width;
      FloatVector best = FloatVector.fromArray(S, maxima, o);
      FloatVector there = FloatVector.fromArray(S, g, o);
      for (int t = 0; t < count; t++) {
        VectorMask<Float> here = FloatVector.fromArray(S, in, at).compare(VectorOperators.EQ, best);
        FloatVector.fromArray(S, gx, at).add(zero.blend(there, here)).intoArray(gx, at);
        there = there.blend(zero, here);
        at += step;
        if (--left == 0) {
          left = width;
          at += skip;
        }
      }
    }
  }

  /** The same number by number; a NaN counts as the largest value. */
  private void oneByOne(int first, int height, Inside columns, float[] g, int from, float[] gx) {
    int pitch = window.h().dilation() * input.dim(3) * Blocked.LANES;
    for (int x = 0; x < output.dim(3); x++) {
      for (int i = 0; i < Lanes.VECTOR; i++) {
        int o = from + x * Blocked.LANES + i;
        boolean found = false;
        for (int t = 0; t < height * columns.taps()[x] && !found; t++) {
          int column = columns.at()[x] + t % columns.taps()[x] * window.w().dilation();
          int at = first + t / columns.taps()[x] * pitch + column * Blocked.LANES + i;
          found = in[at] == maxima[o] || (Float.isNaN(in[at]) && Float.isNaN(maxima[o]));
          gx[at] += found ? g[o] : 0;
        }
      }
    }
  }
}
