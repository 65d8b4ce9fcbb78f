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
    if (ShortMaxPool.applies(window, x.shape(), shape)) {
      new ShortMaxPool(window, x.shape(), shape).run(in, out, x.shape(), shape, workers);
    } else {
      forRows(x.shape(), window, shape, row -> row.maxima(in, out));
    }
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
    Inside vertical = Inside.of(window.h(), shape.dim(2), input.dim(2));
    Inside horizontal = Inside.of(window.w(), shape.dim(3), input.dim(3));
    int rows = shape.dim(2);
    workers.forEach(
        shape.dim(0) * Blocked.groups(shape.dim(1)) * rows,
        task -> {
          int y = task % rows;
          int row = task / rows * input.dim(2) + vertical.at()[y];
          for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
            int start = row * input.dim(3) * Blocked.LANES + lane;
            int target = task * shape.dim(3) * Blocked.LANES + lane;
            body.accept(new Row(window, input, horizontal, vertical.taps()[y], start, target));
          }
        });
  }

  /**
   * One vector of channels of one output row.
   *
   * @param columns what its windows see of a row
   * @param rows how many rows they see
   * @param start where the first of these starts
   * @param target where the output row starts
   */
  private record Row(Window window, Shape input, Inside columns, int rows, int start, int target) {

    /**
     * The sum of all values that the row read is kept beside the maxima: a NaN anywhere shows in it
     * (so does ∞ − ∞, which costs time only). It goes through memory, because vectors that live
     * across a nested loop are boxed.
     */
    void maxima(float[] in, float[] out) {
      int step = window.w().dilation() * Blocked.LANES;
      int to = target;
      float[] sums = new float[Lanes.VECTOR];
      for (int x = 0; x < columns.at().length; x++, to += Blocked.LANES) {
        int width = columns.taps()[x];
        int at = start + columns.at()[x] * Blocked.LANES;
        int skip = pitch() - width * step;
        int count = width * rows;
        int left = width;
        FloatVector best = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector sum = FloatVector.fromArray(S, sums, 0);
        for (int t = 0; t < count; t++) {
          FloatVector v = FloatVector.fromArray(S, in, at);
          best = best.blend(v, best.lt(v));
          sum = sum.add(v);
          at += step;
          if (--left == 0) {
            left = width;
            at += skip;
          }
        }
        best.intoArray(out, to);
        sum.intoArray(sums, 0);
      }
      for (float sum : sums) {
        if (Float.isNaN(sum)) {
          keepNan(in, start, rows, pitch(), columns, window.w().dilation(), out, target);
          return;
        }
      }
    }

    /** Floats between the rows that a window sees. */
    private int pitch() {
      return window.h().dilation() * input.dim(3) * Blocked.LANES;
    }

    /** Positions in the input's plane, in pixels. */
    void switches(float[] in, int[] switches) {
      int plane = input.dim(2) * input.dim(3);
      int first = start / Blocked.LANES % plane;
      int o = target;
      for (int x = 0; x < columns.at().length; x++, o += Blocked.LANES) {
        int width = columns.taps()[x];
        if (rows * width == 0) {
          IntVector.broadcast(I, -1).intoArray(switches, o);
          continue;
        }
        int at = columns.at()[x];
        int skip = window.h().dilation() * input.dim(3) - width * window.w().dilation();
        FloatVector best = FloatVector.fromArray(S, in, start + at * Blocked.LANES);
        FloatVector where = IntVector.broadcast(I, first + at).reinterpretAsFloats();
        int left = width;
        for (int t = 0; t < rows * width; t++) {
          FloatVector v = FloatVector.fromArray(S, in, start + at * Blocked.LANES);
          VectorMask<Float> keep =
              v.compare(VectorOperators.LE, best).or(best.compare(VectorOperators.NE, best));
          best = v.blend(best, keep);
          where = IntVector.broadcast(I, first + at).reinterpretAsFloats().blend(where, keep);
          at += window.w().dilation();
          if (--left == 0) {
            left = width;
            at += skip;
          }
        }
        where.reinterpretAsInts().intoArray(switches, o);
      }
    }
  }

  /**
   * Puts a NaN wherever a window of an output row holds one: it counts as the largest value.
   *
   * @param start where the first of the {@code rows} that the windows see starts
   * @param rowStep floats from one of these to the next
   * @param columns what the windows see of a row
   * @param dilation columns between the window's taps
   */
  static void keepNan(
      float[] in,
      int start,
      int rows,
      int rowStep,
      Inside columns,
      int dilation,
      float[] out,
      int target) {
    for (int x = 0; x < columns.at().length; x++) {
      int to = target + x * Blocked.LANES;
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns.taps()[x]; c++) {
          int at = start + r * rowStep + (columns.at()[x] + c * dilation) * Blocked.LANES;
          for (int i = 0; i < Lanes.VECTOR; i++) {
            if (Float.isNaN(in[at + i])) {
              out[to + i] = Float.NaN;
            }
          }
        }
      }
    }
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
