package org.convscope.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.ChannelSums;
import org.convscope.engine.ChannelTerm;
import org.convscope.engine.Moments;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * Sums over batch and space of each channel of blocked tensors, and what is made of them.
 *
 * <p>Strips of a few hundred pixels are summed in float and these sums in double, in a fixed order.
 */
record ChannelReductions(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  /** Floats of a strip: 256 pixels. */
  private static final int STRIP = 256 * Blocked.LANES;

  /** Lanes that one loop sums: two vectors, so that it reads whole cache lines; one of 512 bits. */
  private static final int PAIR = Math.min(Blocked.LANES, 2 * Lanes.VECTOR);

  /** Distance of the second vector from the first; none at 512 bits, where both are the same. */
  private static final int SECOND = PAIR - Lanes.VECTOR;

  /** Where a strip's scratch keeps its rounded mean, behind the sums. */
  private static final int CENTRE = Blocked.LANES;

  /** Where a strip's scratch keeps the sums of the deviations from that mean. */
  private static final int OFF = 2 * Blocked.LANES;

  /** Sums of a strip, by lane. Arrays, because a vector that a lambda returns is boxed. */
  private interface StripSum {
    void over(int from, int to, float[] part);
  }

  Tensor sum(Tensor x) {
    float[] in = x.blocked();
    return floats(sums(x.shape(), (from, to, part) -> strip(in, from, to, part)), 1);
  }

  Tensor dot(Tensor a, Tensor b) {
    float[] p = a.blocked();
    float[] q = b.blocked();
    return floats(sums(a.shape(), (from, to, part) -> products(p, q, from, to, part)), 1);
  }

  /** {@link #sum} of a and {@link #dot} of both: strips stay in the cache between the two. */
  ChannelSums sumAndDot(Tensor a, Tensor b) {
    float[] p = a.blocked();
    float[] q = b.blocked();
    Shape shape = a.shape();
    double[] sums = new double[Blocked.groups(shape.dim(1)) * Blocked.LANES];
    double[] dots = new double[sums.length];
    forBlocks(
        shape,
        (channel, from, to, part) -> {
          strip(p, from, to, part);
          add(part, sums, channel);
          products(p, q, from, to, part);
          add(part, dots, channel);
        });
    return new ChannelSums(floats(shape, sums, 1), floats(shape, dots, 1));
  }

  /**
   * Mean and variance in one pass: each strip's own mean, the deviations from it while the strip is
   * in the cache, and Chan, Golub and LeVeque's rule (1979) to put strips together.
   */
  Moments moments(Tensor x) {
    float[] in = x.blocked();
    Shape shape = x.shape();
    double[] mean = new double[Blocked.groups(shape.dim(1)) * Blocked.LANES];
    double[] squares = new double[mean.length];
    int[] counts = new int[mean.length / Blocked.LANES];
    forBlocks(
        shape,
        (channel, from, to, part) -> {
          int before = counts[channel / Blocked.LANES];
          int count = (to - from) / Blocked.LANES;
          double weight = (double) before * count / (before + count);
          strip(in, from, to, part);
          for (int lane = 0; lane < Blocked.LANES; lane++) {
            part[CENTRE + lane] = part[lane] / count;
          }
          deviations(in, from, to, part);
          for (int lane = 0; lane < Blocked.LANES; lane++) {
            double off = (double) part[OFF + lane] / count;
            double apart = part[CENTRE + lane] + off - mean[channel + lane];
            double own = Math.max(0, part[lane] - off * off * count);
            squares[channel + lane] += own + apart * apart * weight;
            mean[channel + lane] += apart * count / (before + count);
          }
          counts[channel / Blocked.LANES] = before + count;
        });
    double count = (double) shape.dim(0) * shape.dim(2) * shape.dim(3);
    return new Moments(floats(shape, mean, 1), floats(shape, squares, count));
  }

  /** Sum or mean over space, [N×C×1×1]. */
  Tensor overSpace(Tensor x, boolean mean) {
    Shape shape = x.shape();
    Shape reduced = shape.with(2, 1).with(3, 1);
    float[] in = x.blocked();
    float[] out = buffers.take(Blocked.length(reduced));
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    double divisor = mean ? shape.dim(2) * (double) shape.dim(3) : 1;
    workers.forEach(
        shape.dim(0) * Blocked.groups(shape.dim(1)),
        task -> {
          double[] total = new double[Blocked.LANES];
          addPlane((from, to, part) -> strip(in, from, to, part), task * plane, plane, total);
          for (int lane = 0; lane < Blocked.LANES; lane++) {
            out[task * Blocked.LANES + lane] = (float) (total[lane] / divisor);
          }
        });
    return Tensor.blocked(reduced, out);
  }

  private double[] sums(Shape shape, StripSum sum) {
    double[] totals = new double[Blocked.groups(shape.dim(1)) * Blocked.LANES];
    forBlocks(
        shape,
        (channel, from, to, part) -> {
          sum.over(from, to, part);
          add(part, totals, channel);
        });
    return Arrays.copyOf(totals, shape.dim(1));
  }

  /** What is done with a strip of the block that starts at {@code channel}. */
  private interface BlockStrip {
    void visit(int channel, int from, int to, float[] scratch);
  }

  /** Visits the strips of each block of channels in one order, whatever the number of threads. */
  private void forBlocks(Shape shape, BlockStrip strip) {
    int blocks = Blocked.groups(shape.dim(1));
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    workers.forEach(
        blocks,
        block -> {
          float[] scratch = new float[3 * Blocked.LANES];
          for (int n = 0; n < shape.dim(0); n++) {
            int at = (n * blocks + block) * plane;
            for (int from = 0; from < plane; from += STRIP) {
              int to = Math.min(plane, from + STRIP);
              strip.visit(block * Blocked.LANES, at + from, at + to, scratch);
            }
          }
        });
  }

  private static void addPlane(StripSum sum, int at, int plane, double[] total) {
    float[] part = new float[Blocked.LANES];
    for (int from = 0; from < plane; from += STRIP) {
      sum.over(at + from, at + Math.min(plane, from + STRIP), part);
      add(part, total, 0);
    }
  }

  private static void add(float[] part, double[] total, int at) {
    for (int lane = 0; lane < Blocked.LANES; lane++) {
      total[at + lane] += part[lane];
    }
  }

  private static void strip(float[] in, int from, int to, float[] part) {
    for (int lane = 0; lane < Blocked.LANES; lane += PAIR) {
      FloatVector a = FloatVector.zero(S);
      FloatVector b = FloatVector.zero(S);
      for (int i = from + lane; i < to; i += Blocked.LANES) {
        a = a.add(FloatVector.fromArray(S, in, i));
        b = b.add(FloatVector.fromArray(S, in, i + SECOND));
      }
      b.intoArray(part, lane + SECOND);
      a.intoArray(part, lane);
    }
  }

  private static void products(float[] p, float[] q, int from, int to, float[] part) {
    for (int lane = 0; lane < Blocked.LANES; lane += PAIR) {
      FloatVector a = FloatVector.zero(S);
      FloatVector b = FloatVector.zero(S);
      for (int i = from + lane; i < to; i += Blocked.LANES) {
        a = FloatVector.fromArray(S, p, i).fma(FloatVector.fromArray(S, q, i), a);
        int j = i + SECOND;
        b = FloatVector.fromArray(S, p, j).fma(FloatVector.fromArray(S, q, j), b);
      }
      b.intoArray(part, lane + SECOND);
      a.intoArray(part, lane);
    }
  }

  /** Sums of the deviations from {@link #CENTRE}, to {@link #OFF}, and of their squares. */
  private static void deviations(float[] in, int from, int to, float[] part) {
    for (int lane = 0; lane < Blocked.LANES; lane += PAIR) {
      FloatVector first = FloatVector.fromArray(S, part, CENTRE + lane);
      FloatVector second = FloatVector.fromArray(S, part, CENTRE + lane + SECOND);
      FloatVector offA = FloatVector.zero(S);
      FloatVector offB = FloatVector.zero(S);
      FloatVector a = FloatVector.zero(S);
      FloatVector b = FloatVector.zero(S);
      for (int i = from + lane; i < to; i += Blocked.LANES) {
        FloatVector d = FloatVector.fromArray(S, in, i).sub(first);
        offA = offA.add(d);
        a = d.fma(d, a);
        FloatVector e = FloatVector.fromArray(S, in, i + SECOND).sub(second);
        offB = offB.add(e);
        b = e.fma(e, b);
      }
      b.intoArray(part, lane + SECOND);
      a.intoArray(part, lane);
      offB.intoArray(part, OFF + lane + SECOND);
      offA.intoArray(part, OFF + lane);
    }
  }

  private Tensor floats(Shape shape, double[] sums, double divisor) {
    return floats(Arrays.copyOf(sums, shape.dim(1)), divisor);
  }

  private Tensor floats(double[] sums, double divisor) {
    float[] out = buffers.take(sums.length);
    for (int c = 0; c < out.length; c++) {
      out[c] = (float) (sums[c] / divisor);
    }
    return Tensor.of(Shape.of(out.length), out);
  }

  /** {@code x·scale[c] + shift[c]}. */
  Tensor affine(Tensor x, Tensor scale, Tensor shift) {
    float[] in = x.blocked();
    float[] out = buffers.take(in.length);
    float[] a = Channels.padded(scale);
    float[] b = Channels.padded(shift);
    int blocks = Blocked.groups(x.shape().dim(1));
    int plane = x.shape().dim(2) * x.shape().dim(3) * Blocked.LANES;
    workers.forEach(
        x.shape().dim(0) * blocks,
        task -> {
          int channel = task % blocks * Blocked.LANES;
          for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
            FloatVector factor = FloatVector.fromArray(S, a, channel + lane);
            FloatVector term = FloatVector.fromArray(S, b, channel + lane);
            for (int i = task * plane + lane; i < (task + 1) * plane; i += Blocked.LANES) {
              FloatVector.fromArray(S, in, i).fma(factor, term).intoArray(out, i);
            }
          }
        });
    return Tensor.blocked(x.shape(), out);
  }

  /** {@code x·factor[c] + y·factor[c] + shift[c]}, each with its own factors. */
  Tensor affineSum(ChannelTerm x, ChannelTerm y, Tensor shift) {
    Shape shape = x.value().shape();
    float[] p = x.value().blocked();
    float[] q = y.value().blocked();
    float[] out = buffers.take(p.length);
    float[] byX = Channels.padded(x.factor());
    float[] byY = Channels.padded(y.factor());
    float[] terms = Channels.padded(shift);
    int blocks = Blocked.groups(shape.dim(1));
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    workers.forEach(
        shape.dim(0) * blocks,
        task -> {
          int channel = task % blocks * Blocked.LANES;
          for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
            FloatVector a = FloatVector.fromArray(S, byX, channel + lane);
            FloatVector b = FloatVector.fromArray(S, byY, channel + lane);
            FloatVector term = FloatVector.fromArray(S, terms, channel + lane);
            for (int i = task * plane + lane; i < (task + 1) * plane; i += Blocked.LANES) {
              FloatVector sum = FloatVector.fromArray(S, q, i).fma(b, term);
              FloatVector.fromArray(S, p, i).fma(a, sum).intoArray(out, i);
            }
          }
        });
    return Tensor.blocked(shape, out);
  }
}
