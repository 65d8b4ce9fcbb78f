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
    workers.forEach(input.dim(0) * Blocked.groups(input.dim(1)), plane -> plane(plane, g, gx));
    return Tensor.blocked(input, gx);
  }

  /** Rows are cleared shortly before the first window adds to them. */
  private void plane(int plane, float[] g, float[] gx) {
    int row = input.dim(3) * Blocked.LANES;
    int start = plane * input.dim(2) * row;
    int cleared = 0;
    for (int y = 0; y < output.dim(2); y++) {
      Window.Axis h = window.h();
      int reached = h.start(y) + (h.kernel() - 1) * h.dilation() + 1;
      int needed = Math.max(cleared, Math.min(input.dim(2), reached));
      Arrays.fill(gx, start + cleared * row, start + needed * row, 0f);
      cleared = needed;
      for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
        int o = (plane * output.dim(2) + y) * output.dim(3) * Blocked.LANES + lane;
        if (holdsNan(o)) {
          oneByOne(start + lane, y, g, o, gx);
        } else {
          row(start + lane, y, g, o, gx);
        }
      }
    }
    Arrays.fill(gx, start + cleared * row, start + input.dim(2) * row, 0f);
  }

  /** True if a maximum of the row is NaN, which equals nothing (or if there are ∞ and −∞). */
  private boolean holdsNan(int o) {
    FloatVector sum = FloatVector.zero(S);
    for (int x = 0, i = o; x < output.dim(3); x++, i += Blocked.LANES) {
      sum = sum.add(FloatVector.fromArray(S, maxima, i));
    }
    return sum.compare(VectorOperators.NE, sum).anyTrue();
  }

  /** What has gone to an element is no longer there for those that equal it. */
  private void row(int start, int y, float[] g, int from, float[] gx) {
    Window.Axis w = window.w();
    int width = input.dim(3);
    int firstRow = MaxPool.first(window.h(), y);
    int rows = MaxPool.end(window.h(), y, input.dim(2)) - firstRow;
    int base = start + (window.h().start(y) + firstRow * window.h().dilation()) * width * Blocked.LANES;
    int step = w.dilation() * Blocked.LANES;
    FloatVector zero = FloatVector.zero(S);
    for (int x = 0, o = from; x < output.dim(3); x++, o += Blocked.LANES) {
      int firstColumn = MaxPool.first(w, x);
      int columns = MaxPool.end(w, x, width) - firstColumn;
      int count = Math.max(0, columns) * rows;
      int skip = window.h().dilation() * width * Blocked.LANES - columns * step;
      int at = base + (w.start(x) + firstColumn * w.dilation()) * Blocked.LANES;
      int left = columns;
      FloatVector best = FloatVector.fromArray(S, maxima, o);
      FloatVector there = FloatVector.fromArray(S, g, o);
      for (int t = 0; t < count; t++) {
        VectorMask<Float> here =
            FloatVector.fromArray(S, in, at).compare(VectorOperators.EQ, best);
        FloatVector.fromArray(S, gx, at).add(zero.blend(there, here)).intoArray(gx, at);
        there = there.blend(zero, here);
        at += step;
        if (--left == 0) {
          left = columns;
          at += skip;
        }
      }
    }
  }

  /** The same number by number; a NaN counts as the largest value. */
  private void oneByOne(int start, int y, float[] g, int from, float[] gx) {
    Window.Axis h = window.h();
    Window.Axis w = window.w();
    for (int x = 0; x < output.dim(3); x++) {
      for (int i = 0; i < Lanes.VECTOR; i++) {
        int o = from + x * Blocked.LANES + i;
        boolean found = false;
        for (int r = MaxPool.first(h, y); r < MaxPool.end(h, y, input.dim(2)); r++) {
          for (int c = MaxPool.first(w, x); c < MaxPool.end(w, x, input.dim(3)); c++) {
            int row = (h.start(y) + r * h.dilation()) * input.dim(3);
            int at = start + i + (row + w.start(x) + c * w.dilation()) * Blocked.LANES;
            boolean wins = in[at] == maxima[o] || (in[at] != in[at] && maxima[o] != maxima[o]);
            if (wins && !found) {
              gx[at] += g[o];
              found = true;
            }
          }
        }
      }
    }
  }
}
