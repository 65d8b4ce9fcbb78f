package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/** Means over windows of blocked input, a vector of channels at a time, and their gradient. */
record AveragePool(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  Tensor run(Tensor x, Window window, boolean countPadding) {
    Shape input = x.shape();
    Shape shape = window.output(input, input.dim(1));
    Span[] rows = Span.of(window.h(), shape.dim(2), input.dim(2), countPadding);
    Span[] columns = Span.of(window.w(), shape.dim(3), input.dim(3), countPadding);
    float[] in = x.blocked();
    float[] out = buffers.take(Blocked.length(shape));
    int plane = input.dim(2) * input.dim(3);
    workers.forEach(
        shape.dim(0) * Blocked.groups(shape.dim(1)) * rows.length,
        task -> {
          int y = task % rows.length;
          int base = task / rows.length * plane;
          for (int ox = 0; ox < columns.length; ox++) {
            int o = (task * columns.length + ox) * Blocked.LANES;
            float scale = 1f / Math.max(1, rows[y].divisor * columns[ox].divisor);
            for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
              sum(in, base, input.dim(3), rows[y], columns[ox], lane)
                  .mul(scale)
                  .intoArray(out, o + lane);
            }
          }
        });
    return Tensor.blocked(shape, out);
  }

  private static FloatVector sum(
      float[] in, int base, int width, Span rows, Span columns, int lane) {
    FloatVector sum = FloatVector.zero(S);
    int count = rows.taps * columns.taps;
    int at = base + rows.first * width + columns.first;
    int left = columns.taps;
    int skip = rows.step * width - columns.taps * columns.step;
    for (int t = 0; t < count; t++) {
      sum = sum.add(FloatVector.fromArray(S, in, at * Blocked.LANES + lane));
      at += columns.step;
      if (--left == 0) {
        left = columns.taps;
        at += skip;
      }
    }
    return sum;
  }

  /** Every plane is owned by one task, which adds the windows' shares in scan order. */
  Tensor gradient(Tensor gy, Window window, boolean countPadding, Shape input) {
    Span[] rows = Span.of(window.h(), gy.shape().dim(2), input.dim(2), countPadding);
    Span[] columns = Span.of(window.w(), gy.shape().dim(3), input.dim(3), countPadding);
    float[] g = gy.blocked();
    float[] gx = buffers.take(Blocked.length(input));
    int plane = input.dim(2) * input.dim(3) * Blocked.LANES;
    workers.forEach(
        input.dim(0) * Blocked.groups(input.dim(1)),
        p -> {
          Arrays.fill(gx, p * plane, (p + 1) * plane, 0f);
          for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < columns.length; x++) {
              int o = ((p * rows.length + y) * columns.length + x) * Blocked.LANES;
              float scale = 1f / Math.max(1, rows[y].divisor * columns[x].divisor);
              for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
                FloatVector share = FloatVector.fromArray(S, g, o + lane).mul(scale);
                spread(share, gx, p * plane + lane, input.dim(3), rows[y], columns[x]);
              }
            }
          }
        });
    return Tensor.blocked(input, gx);
  }

  private static void spread(
      FloatVector share, float[] gx, int base, int width, Span rows, Span columns) {
    for (int r = 0; r < rows.taps; r++) {
      for (int c = 0; c < columns.taps; c++) {
        int y = rows.first + r * rows.step;
        int x = columns.first + c * columns.step;
        int at = base + (y * width + x) * Blocked.LANES;
        FloatVector.fromArray(S, gx, at).add(share).intoArray(gx, at);
      }
    }
  }

  /** The taps of one output position of an axis that lie inside the input. */
  private record Span(int first, int taps, int step, int divisor) {

    static Span[] of(Window.Axis a, int output, int input, boolean countPadding) {
      Span[] spans = new Span[output];
      for (int o = 0; o < output; o++) {
        int start = a.start(o);
        int from = Math.max(0, -Math.floorDiv(start, a.dilation()));
        int to = Math.min(a.kernel(), -Math.floorDiv(start - input, a.dilation()));
        int taps = Math.max(0, to - from);
        int paddedEnd =
            Math.min(a.kernel(), -Math.floorDiv(start - input - a.padEnd(), a.dilation()));
        spans[o] =
            new Span(
                start + from * a.dilation(), taps, a.dilation(), countPadding ? paddedEnd : taps);
      }
      return spans;
    }
  }
}
