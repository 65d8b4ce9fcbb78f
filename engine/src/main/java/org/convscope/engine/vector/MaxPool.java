package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Pooled;
import org.convscope.engine.Shape;
import org.convscope.engine.Switches;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Max pooling over blocked input, a vector of channels at a time. A NaN counts as the largest value
 * and the first maximum in scan order wins, as in the scalar kernels.
 */
record MaxPool(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final VectorSpecies<Integer> I = Lanes.INTS;

  /** Maxima and switches. */
  Pooled run(Tensor x, Window window) {
    Shape shape = window.output(x.shape(), x.shape().dim(1));
    float[] in = x.blocked();
    float[] out = buffers.take(Blocked.length(shape));
    int[] switches = new int[out.length];
    int rows = shape.dim(2);
    workers.forEach(
        shape.dim(0) * Blocked.groups(shape.dim(1)) * rows,
        task -> {
          for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
            row(in, x.shape(), window, task / rows, task % rows, lane, out, shape, switches);
          }
        });
    return new Pooled(Tensor.blocked(shape, out), Switches.blocked(shape, switches));
  }

  private static void row(
      float[] in,
      Shape input,
      Window window,
      int plane,
      int oy,
      int lane,
      float[] out,
      Shape shape,
      int[] switches) {
    Window.Axis h = window.h();
    Window.Axis w = window.w();
    int width = input.dim(3);
    int base = plane * input.dim(2) * width;
    int fromRow = first(h, oy);
    int toRow = end(h, oy, input.dim(2));
    for (int ox = 0; ox < shape.dim(3); ox++) {
      int fromColumn = first(w, ox);
      int toColumn = end(w, ox, width);
      int columns = toColumn - fromColumn;
      int o = ((plane * shape.dim(2) + oy) * shape.dim(3) + ox) * Blocked.LANES + lane;
      int count = (toRow - fromRow) * columns;
      if (count <= 0) {
        FloatVector.broadcast(S, Float.NEGATIVE_INFINITY).intoArray(out, o);
        IntVector.broadcast(I, -1).intoArray(switches, o);
        continue;
      }
      int at =
          (h.start(oy) + fromRow * h.dilation()) * width + w.start(ox) + fromColumn * w.dilation();
      int skip = h.dilation() * width - columns * w.dilation();
      FloatVector best = FloatVector.fromArray(S, in, (base + at) * Blocked.LANES + lane);
      FloatVector where = IntVector.broadcast(I, at).reinterpretAsFloats();
      int left = columns;
      for (int t = 0; t < count; t++) {
        FloatVector v = FloatVector.fromArray(S, in, (base + at) * Blocked.LANES + lane);
        VectorMask<Float> keep =
            v.compare(VectorOperators.LE, best).or(best.compare(VectorOperators.NE, best));
        best = v.blend(best, keep);
        where = IntVector.broadcast(I, at).reinterpretAsFloats().blend(where, keep);
        at += w.dilation();
        if (--left == 0) {
          left = columns;
          at += skip;
        }
      }
      best.intoArray(out, o);
      where.reinterpretAsInts().intoArray(switches, o);
    }
  }

  /** First tap inside the input at output position {@code o}. */
  private static int first(Window.Axis a, int o) {
    return Math.max(0, -Math.floorDiv(a.start(o), a.dilation()));
  }

  /** End of the taps inside the input at output position {@code o}. */
  private static int end(Window.Axis a, int o, int input) {
    return Math.min(a.kernel(), -Math.floorDiv(a.start(o) - input, a.dilation()));
  }

  /** Adds y's elements into zeros at their switches. */
  Tensor unpool(Tensor y, Switches switches, Shape input) {
    float[] in = y.blocked();
    int[] where = switches.blocked();
    float[] out = buffers.take(Blocked.length(input));
    int from = y.shape().dim(2) * y.shape().dim(3) * Blocked.LANES;
    int to = input.dim(2) * input.dim(3) * Blocked.LANES;
    int channels = input.dim(1);
    int blocks = Blocked.groups(channels);
    workers.forEach(
        input.dim(0) * blocks,
        plane -> {
          Arrays.fill(out, plane * to, (plane + 1) * to, 0f);
          int lanes = Math.min(Blocked.LANES, channels - plane % blocks * Blocked.LANES);
          for (int i = plane * from; i < (plane + 1) * from; i += Blocked.LANES) {
            for (int lane = 0; lane < lanes; lane++) {
              int p = where[i + lane];
              if (p >= 0) {
                out[plane * to + p * Blocked.LANES + lane] += in[i + lane];
              }
            }
          }
        });
    return Tensor.blocked(input, out);
  }

  /** The elements of x at the switches, 0 where there is none. */
  Tensor gather(Tensor x, Switches switches) {
    float[] in = x.blocked();
    int[] where = switches.blocked();
    Shape shape = switches.shape();
    float[] out = buffers.take(Blocked.length(shape));
    int from = x.shape().dim(2) * x.shape().dim(3) * Blocked.LANES;
    int to = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    int channels = shape.dim(1);
    int blocks = Blocked.groups(channels);
    workers.forEach(
        shape.dim(0) * blocks,
        plane -> {
          int lanes = Math.min(Blocked.LANES, channels - plane % blocks * Blocked.LANES);
          for (int i = plane * to; i < (plane + 1) * to; i += Blocked.LANES) {
            for (int lane = 0; lane < Blocked.LANES; lane++) {
              int p = lane < lanes ? where[i + lane] : -1;
              out[i + lane] = p < 0 ? 0f : in[plane * from + p * Blocked.LANES + lane];
            }
          }
        });
    return Tensor.blocked(shape, out);
  }
}
