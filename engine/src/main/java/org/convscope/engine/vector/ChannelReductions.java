package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
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

  /** The sum of one lane vector over a strip. */
  private interface StripSum {
    FloatVector over(int from, int to, int channel);
  }

  Tensor sum(Tensor x) {
    float[] in = x.blocked();
    return floats(sums(x.shape(), (from, to, channel) -> strip(in, from, to)), 1);
  }

  Tensor dot(Tensor a, Tensor b) {
    float[] p = a.blocked();
    float[] q = b.blocked();
    return floats(sums(a.shape(), (from, to, channel) -> strip(p, q, from, to)), 1);
  }

  Moments moments(Tensor x) {
    float[] in = x.blocked();
    Shape shape = x.shape();
    double count = (double) shape.dim(0) * shape.dim(2) * shape.dim(3);
    Tensor mean = floats(sums(shape, (from, to, channel) -> strip(in, from, to)), count);
    float[] centre = Channels.padded(mean);
    double[] squares =
        sums(
            shape,
            (from, to, channel) ->
                squares(in, from, to, FloatVector.fromArray(S, centre, channel)));
    return new Moments(mean, floats(squares, count));
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
          addPlane((from, to, channel) -> strip(in, from, to), task * plane, plane, 0, total);
          for (int lane = 0; lane < Blocked.LANES; lane++) {
            out[task * Blocked.LANES + lane] = (float) (total[lane] / divisor);
          }
        });
    return Tensor.blocked(reduced, out);
  }

  private double[] sums(Shape shape, StripSum sum) {
    double[] totals = new double[shape.dim(1)];
    int blocks = Blocked.groups(shape.dim(1));
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    workers.forEach(
        blocks,
        block -> {
          double[] total = new double[Blocked.LANES];
          for (int n = 0; n < shape.dim(0); n++) {
            addPlane(sum, (n * blocks + block) * plane, plane, block * Blocked.LANES, total);
          }
          int end = Math.min(Blocked.LANES, totals.length - block * Blocked.LANES);
          System.arraycopy(total, 0, totals, block * Blocked.LANES, end);
        });
    return totals;
  }

  private static void addPlane(StripSum sum, int at, int plane, int channel, double[] total) {
    float[] part = new float[Blocked.LANES];
    for (int from = 0; from < plane; from += STRIP) {
      int to = Math.min(plane, from + STRIP);
      for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
        sum.over(at + from + lane, at + to, channel + lane).intoArray(part, lane);
      }
      for (int lane = 0; lane < Blocked.LANES; lane++) {
        total[lane] += part[lane];
      }
    }
  }

  private static FloatVector strip(float[] in, int from, int to) {
    FloatVector sum = FloatVector.zero(S);
    for (int i = from; i < to; i += Blocked.LANES) {
      sum = sum.add(FloatVector.fromArray(S, in, i));
    }
    return sum;
  }

  private static FloatVector strip(float[] p, float[] q, int from, int to) {
    FloatVector sum = FloatVector.zero(S);
    for (int i = from; i < to; i += Blocked.LANES) {
      sum = FloatVector.fromArray(S, p, i).fma(FloatVector.fromArray(S, q, i), sum);
    }
    return sum;
  }

  private static FloatVector squares(float[] in, int from, int to, FloatVector centre) {
    FloatVector sum = FloatVector.zero(S);
    for (int i = from; i < to; i += Blocked.LANES) {
      FloatVector d = FloatVector.fromArray(S, in, i).sub(centre);
      sum = d.fma(d, sum);
    }
    return sum;
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
}
