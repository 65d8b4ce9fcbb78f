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
    boolean overlap = overlapsByOne(window.h()) && overlapsByOne(window.w());
    int squares = overlap && columns.taps()[0] != 3 ? 1 : 0;
    int last = overlap ? threes(columns, squares) : 0;
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
        } else if (height == 3 && squares < last) {
          int at = first + lane + columns.at()[squares] * Blocked.LANES;
          row(first + lane, height, columns, 0, squares, g, o, gx);
          squares(at, last - squares, g, o + squares * Blocked.LANES, gx);
          row(first + lane, height, columns, last, output.dim(3), g, o, gx);
        } else {
          row(first + lane, height, columns, 0, output.dim(3), g, o, gx);
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

  /** True for 3×3 at stride 2, as AlexNet, SqueezeNet and ResNet have it. */
  private static boolean overlapsByOne(Window.Axis axis) {
    return axis.kernel() == 3 && axis.stride() == 2 && axis.dilation() == 1;
  }

  /** The end of the windows from {@code from} on that see three columns. */
  private static int threes(Inside columns, int from) {
    int to = from;
    while (to < columns.taps().length && columns.taps()[to] == 3) {
      to++;
    }
    return to;
  }

  /**
   * {@link #row} for whole windows that share a column with each neighbour and a row with those
   * above and below: what is known of the shared column stays in registers, since a load of what
   * has just been stored waits for it, and only the first row holds anything yet. SqueezeNet's
   * three take 1.0 instead of 1.4 ms at best and 1.3 instead of 2.2 in slow moments (one thread,
   * 256 bits, a program that is not kept). {@code 1 · x + sum}, because each inlined {@code add}
   * brings the compiler nine times as near as an {@code fma} to the limit of failed guards after
   * which it stores vectors through boxes.
   *
   * @param a where the first window's first row starts
   * @param count windows
   * @param o where the first window's maximum is
   */
  private void squares(int a, int count, float[] g, int o, float[] gx) {
    int pitch = input.dim(3) * Blocked.LANES;
    FloatVector zero = FloatVector.zero(S);
    FloatVector one = FloatVector.broadcast(S, 1f);
    FloatVector fromA = FloatVector.fromArray(S, gx, a);
    FloatVector fromB = FloatVector.fromArray(S, gx, a + pitch);
    FloatVector fromC = FloatVector.fromArray(S, gx, a + 2 * pitch);
    int i = a;
    for (int m = o; m < o + count * Blocked.LANES; m += Blocked.LANES) {
      FloatVector best = FloatVector.fromArray(S, maxima, m);
      FloatVector there = FloatVector.fromArray(S, g, m);
      int j = i + pitch;
      int k = j + pitch;
      VectorMask<Float> m0 = FloatVector.fromArray(S, in, i).compare(VectorOperators.EQ, best);
      one.fma(zero.blend(there, m0), fromA).intoArray(gx, i);
      there = there.blend(zero, m0);
      VectorMask<Float> m1 = FloatVector.fromArray(S, in, i + 16).compare(VectorOperators.EQ, best);
      one.fma(zero.blend(there, m1), FloatVector.fromArray(S, gx, i + 16)).intoArray(gx, i + 16);
      there = there.blend(zero, m1);
      VectorMask<Float> m2 = FloatVector.fromArray(S, in, i + 32).compare(VectorOperators.EQ, best);
      fromA = one.fma(zero.blend(there, m2), FloatVector.fromArray(S, gx, i + 32));
      there = there.blend(zero, m2);
      VectorMask<Float> m3 = FloatVector.fromArray(S, in, j).compare(VectorOperators.EQ, best);
      one.fma(zero.blend(there, m3), fromB).intoArray(gx, j);
      there = there.blend(zero, m3);
      VectorMask<Float> m4 = FloatVector.fromArray(S, in, j + 16).compare(VectorOperators.EQ, best);
      zero.blend(there, m4).intoArray(gx, j + 16);
      there = there.blend(zero, m4);
      VectorMask<Float> m5 = FloatVector.fromArray(S, in, j + 32).compare(VectorOperators.EQ, best);
      fromB = zero.blend(there, m5);
      there = there.blend(zero, m5);
      VectorMask<Float> m6 = FloatVector.fromArray(S, in, k).compare(VectorOperators.EQ, best);
      one.fma(zero.blend(there, m6), fromC).intoArray(gx, k);
      there = there.blend(zero, m6);
      VectorMask<Float> m7 = FloatVector.fromArray(S, in, k + 16).compare(VectorOperators.EQ, best);
      zero.blend(there, m7).intoArray(gx, k + 16);
      there = there.blend(zero, m7);
      VectorMask<Float> m8 = FloatVector.fromArray(S, in, k + 32).compare(VectorOperators.EQ, best);
      fromC = zero.blend(there, m8);
      i += 2 * Blocked.LANES;
    }
    fromA.intoArray(gx, i);
    fromB.intoArray(gx, i + pitch);
    fromC.intoArray(gx, i + 2 * pitch);
  }

  /**
   * What has gone to an element is no longer there for those that equal it.
   *
   * @param first where the first input row of the windows starts
   * @param height rows of the windows
   * @param begin the first window
   * @param end the window after the last
   */
  private void row(
      int first, int height, Inside columns, int begin, int end, float[] g, int from, float[] gx) {
    int step = window.w().dilation() * Blocked.LANES;
    int pitch = window.h().dilation() * input.dim(3) * Blocked.LANES;
    FloatVector zero = FloatVector.zero(S);
    for (int x = begin, o = from + begin * Blocked.LANES; x < end; x++, o += Blocked.LANES) {
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
