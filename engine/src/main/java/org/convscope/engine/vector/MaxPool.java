package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.function.Consumer;
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

  /** Maxima, and switches that are searched for in x when somebody asks. */
  Pooled run(Tensor x, Window window) {
    Shape shape = window.output(x.shape(), x.shape().dim(1));
    float[] in = x.blocked();
    float[] out = buffers.take(Blocked.length(shape));
    forRows(x.shape(), window, shape, row -> row.maxima(in, out));
    return new Pooled(
        Tensor.blocked(shape, out),
        Switches.searched(
            shape,
            () -> switches(in, x.shape(), window, shape),
            y -> new MaxPoolGradient(window, in, x.shape(), out, shape).run(y, workers, buffers)));
  }

  private int[] switches(float[] in, Shape input, Window window, Shape shape) {
    int[] switches = new int[Blocked.length(shape)];
    forRows(input, window, shape, row -> row.switches(in, switches));
    return switches;
  }

  private void forRows(Shape input, Window window, Shape shape, Consumer<Row> body) {
    int rows = shape.dim(2);
    workers.forEach(
        shape.dim(0) * Blocked.groups(shape.dim(1)) * rows,
        task -> {
          for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
            body.accept(new Row(window, input, shape, task / rows, task % rows, lane));
          }
        });
  }

  /** One vector of channels of one output row. */
  private record Row(Window window, Shape input, Shape output, int plane, int y, int lane) {

    /**
     * The sum of all values that the row read is kept beside the maxima: a NaN anywhere shows in it
     * (so does ∞ − ∞, which costs time only). It goes through memory, because vectors that live
     * across a nested loop are boxed.
     */
    void maxima(float[] in, float[] out) {
      Window.Axis w = window.w();
      int width = input.dim(3);
      int from = first(window.h(), y);
      int rows = end(window.h(), y, input.dim(2)) - from;
      int start = start(from);
      int to = target();
      float[] sums = new float[Lanes.VECTOR];
      for (int x = 0; x < output.dim(3); x++, to += Blocked.LANES) {
        int fromColumn = first(w, x);
        int columns = end(w, x, width) - fromColumn;
        int at = start + (w.start(x) + fromColumn * w.dilation()) * Blocked.LANES;
        int step = w.dilation() * Blocked.LANES;
        int skip = window.h().dilation() * width * Blocked.LANES - columns * step;
        int count = Math.max(0, columns) * rows;
        int left = columns;
        FloatVector best = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector sum = FloatVector.fromArray(S, sums, 0);
        for (int t = 0; t < count; t++) {
          FloatVector v = FloatVector.fromArray(S, in, at);
          best = best.blend(v, best.lt(v));
          sum = sum.add(v);
          at += step;
          if (--left == 0) {
            left = columns;
            at += skip;
          }
        }
        best.intoArray(out, to);
        sum.intoArray(sums, 0);
      }
      for (float sum : sums) {
        if (Float.isNaN(sum)) {
          keepNan(in, start, rows, out);
          return;
        }
      }
    }

    /** Puts a NaN wherever a window holds one: it counts as the largest value. */
    private void keepNan(float[] in, int start, int rows, float[] out) {
      Window.Axis w = window.w();
      for (int x = 0; x < output.dim(3); x++) {
        int to = target() + x * Blocked.LANES;
        for (int r = 0; r < rows; r++) {
          for (int c = first(w, x); c < end(w, x, input.dim(3)); c++) {
            int row = r * window.h().dilation() * input.dim(3);
            int at = start + (row + w.start(x) + c * w.dilation()) * Blocked.LANES;
            for (int i = 0; i < Lanes.VECTOR; i++) {
              if (Float.isNaN(in[at + i])) {
                out[to + i] = Float.NaN;
              }
            }
          }
        }
      }
    }

    void switches(float[] in, int[] switches) {
      Window.Axis h = window.h();
      Window.Axis w = window.w();
      int width = input.dim(3);
      int base = plane * input.dim(2) * width;
      int fromRow = first(h, y);
      int rows = end(h, y, input.dim(2)) - fromRow;
      int o = target();
      for (int x = 0; x < output.dim(3); x++, o += Blocked.LANES) {
        int fromColumn = first(w, x);
        int columns = end(w, x, width) - fromColumn;
        if (rows <= 0 || columns <= 0) {
          IntVector.broadcast(I, -1).intoArray(switches, o);
          continue;
        }
        int at =
            (h.start(y) + fromRow * h.dilation()) * width + w.start(x) + fromColumn * w.dilation();
        int skip = h.dilation() * width - columns * w.dilation();
        FloatVector best = FloatVector.fromArray(S, in, (base + at) * Blocked.LANES + lane);
        FloatVector where = IntVector.broadcast(I, at).reinterpretAsFloats();
        int left = columns;
        for (int t = 0; t < rows * columns; t++) {
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
        where.reinterpretAsInts().intoArray(switches, o);
      }
    }

    /** Where the row of the first tap inside the input starts. */
    private int start(int tap) {
      int row = window.h().start(y) + tap * window.h().dilation();
      return (plane * input.dim(2) + row) * input.dim(3) * Blocked.LANES + lane;
    }

    private int target() {
      return (plane * output.dim(2) + y) * output.dim(3) * Blocked.LANES + lane;
    }
  }

  /** First tap inside the input at output position {@code o}. */
  static int first(Window.Axis a, int o) {
    return Math.max(0, -Math.floorDiv(a.start(o), a.dilation()));
  }

  /** End of the taps inside the input at output position {@code o}. */
  static int end(Window.Axis a, int o, int input) {
    return Math.min(a.kernel(), -Math.floorDiv(a.start(o) - input, a.dilation()));
  }

  /** Adds y's elements into zeros at their switches. */
  Tensor unpool(Tensor y, Switches switches, Shape input) {
    if (switches.unpooling().isPresent()) {
      return switches.unpooling().get().apply(y);
    }
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
