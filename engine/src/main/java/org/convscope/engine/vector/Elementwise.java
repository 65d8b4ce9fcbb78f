package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Binary;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Workers;

/**
 * Elementwise functions in the layout of their arguments. ReLU, the sigmoid and the four basic
 * operations are recognised by name, as gradient rules address them; other functions are computed
 * number by number, in parallel. Lanes beyond C stay zero whatever f(0) is.
 */
record Elementwise(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  /** Numbers of a task. */
  private static final int STRIP = 1 << 13;

  private interface Strip {
    void run(int from, int to);
  }

  private void strips(int length, Strip strip) {
    workers.forEach(
        (length + STRIP - 1) / STRIP,
        task -> strip.run(task * STRIP, Math.min(length, (task + 1) * STRIP)));
  }

  Tensor map(Unary f, Tensor x) {
    boolean blocked = x.isBlocked();
    float[] in = blocked ? x.blocked() : x.floats();
    float[] out = buffers.take(in.length);
    strips(
        in.length,
        switch (f.name()) {
          case "relu" -> (from, to) -> relu(in, out, from, to);
          case "sigmoid" -> (from, to) -> Sigmoid.run(in, out, from, to);
          default -> (from, to) -> each(f, in, out, from, to);
        });
    if (blocked && f.at(0) != 0) {
      clearTail(out, x.shape());
    }
    return tensor(blocked, x.shape(), out);
  }

  Tensor mapGradient(Unary f, Tensor x, Tensor y, Tensor gy) {
    boolean blocked = x.isBlocked() || gy.isBlocked();
    float[] in = blocked ? x.blocked() : x.floats();
    float[] g = blocked ? gy.blocked() : gy.floats();
    float[] out = buffers.take(in.length);
    float[] value = f.name().equals("relu") ? in : blocked ? y.blocked() : y.floats();
    strips(
        in.length,
        switch (f.name()) {
          case "relu" -> (from, to) -> reluGradient(in, g, out, from, to);
          case "sigmoid" -> (from, to) -> Sigmoid.gradient(value, g, out, from, to);
          default -> (from, to) -> eachGradient(f, in, value, g, out, from, to);
        });
    if (blocked && !f.name().equals("relu")) {
      clearTail(out, x.shape());
    }
    return tensor(blocked, x.shape(), out);
  }

  Tensor ended(Tensor gx, GradientEpilogue epilogue) {
    boolean blocked = gx.isBlocked();
    float[] g = blocked ? gx.blocked() : gx.floats();
    float[] sum = epilogue.sum().map(t -> blocked ? t.blocked() : t.floats()).orElse(null);
    float[] gate = epilogue.rectified().map(t -> blocked ? t.blocked() : t.floats()).orElse(null);
    float[] out = buffers.take(g.length);
    strips(
        g.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float y = sum == null ? g[i] : g[i] + sum[i];
            out[i] = gate == null || gate[i] > 0 ? y : 0f;
          }
        });
    return tensor(blocked, gx.shape(), out);
  }

  private static void each(Unary f, float[] in, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (float) f.at(in[i]);
    }
  }

  private static void eachGradient(
      Unary f, float[] in, float[] value, float[] g, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (float) (g[i] * f.slope(in[i], value[i]));
    }
  }

  private static void relu(float[] in, float[] out, int from, int to) {
    FloatVector zero = FloatVector.zero(S);
    int i = from;
    for (; i <= to - Lanes.VECTOR; i += Lanes.VECTOR) {
      FloatVector v = FloatVector.fromArray(S, in, i);
      v.blend(zero, v.lt(zero)).intoArray(out, i);
    }
    for (; i < to; i++) {
      out[i] = in[i] < 0 ? 0f : in[i];
    }
  }

  private static void reluGradient(float[] in, float[] g, float[] out, int from, int to) {
    FloatVector zero = FloatVector.zero(S);
    int i = from;
    for (; i <= to - Lanes.VECTOR; i += Lanes.VECTOR) {
      FloatVector v = FloatVector.fromArray(S, in, i);
      zero.blend(FloatVector.fromArray(S, g, i), zero.lt(v)).intoArray(out, i);
    }
    for (; i < to; i++) {
      out[i] = in[i] > 0 ? g[i] : 0f;
    }
  }

  /** Null where there is no fast form: other functions or ways of broadcasting. */
  Tensor combine(Binary f, Tensor a, Tensor b) {
    boolean blocked = a.isBlocked() || b.isBlocked();
    if (a.shape().equals(b.shape())) {
      float[] p = blocked ? a.blocked() : a.floats();
      float[] q = blocked ? b.blocked() : b.floats();
      float[] out = buffers.take(p.length);
      strips(p.length, (from, to) -> pairs(f, p, from, q, from, out, from, to - from));
      if (blocked && !(f.at(0.0, 0.0) == 0)) {
        clearTail(out, a.shape());
      }
      return tensor(blocked, a.shape(), out);
    }
    boolean swap = a.size() < b.size();
    Tensor large = swap ? b : a;
    Tensor small = swap ? a : b;
    if (!large.shape().equals(a.shape().broadcast(b.shape()))) {
      return null;
    }
    boolean scalar = small.size() == 1;
    if (!scalar && !isPerChannel(small.shape(), large.shape())) {
      return null;
    }
    return blocked && large.shape().rank() == 4
        ? channelsBlocked(f, swap, large, small)
        : scalar ? scalarPlain(f, swap, large, small) : channelsPlain(f, swap, large, small);
  }

  /** Of {@code n} numbers of p from {@code at} on and as many of q from {@code with} on. */
  private static void pairs(
      Binary f, float[] p, int at, float[] q, int with, float[] out, int to, int n) {
    int i = 0;
    int end = n - Lanes.VECTOR;
    switch (f.name().toLowerCase(Locale.ROOT)) {
      case "add" -> {
        for (; i <= end; i += Lanes.VECTOR) {
          FloatVector.fromArray(S, p, at + i)
              .add(FloatVector.fromArray(S, q, with + i))
              .intoArray(out, to + i);
        }
      }
      case "sub" -> {
        for (; i <= end; i += Lanes.VECTOR) {
          FloatVector.fromArray(S, p, at + i)
              .sub(FloatVector.fromArray(S, q, with + i))
              .intoArray(out, to + i);
        }
      }
      case "mul" -> {
        for (; i <= end; i += Lanes.VECTOR) {
          FloatVector.fromArray(S, p, at + i)
              .mul(FloatVector.fromArray(S, q, with + i))
              .intoArray(out, to + i);
        }
      }
      case "div" -> {
        for (; i <= end; i += Lanes.VECTOR) {
          FloatVector.fromArray(S, p, at + i)
              .div(FloatVector.fromArray(S, q, with + i))
              .intoArray(out, to + i);
        }
      }
      default -> {}
    }
    for (; i < n; i++) {
      out[to + i] = (float) f.at(p[at + i], (double) q[with + i]);
    }
  }

  /** True for [C×1×1], [1×C×1×1] and so on against [N×C×...]. */
  private static boolean isPerChannel(Shape small, Shape large) {
    int axis = small.rank() - (large.rank() - 1);
    return large.rank() >= 2
        && axis >= 0
        && small.dim(axis) == large.dim(1)
        && small.size() == small.dim(axis);
  }

  private Tensor scalarPlain(Binary f, boolean swap, Tensor large, Tensor small) {
    float[] p = large.floats();
    double q = small.at(0);
    float[] out = buffers.take(p.length);
    strips(p.length, (from, to) -> withOne(f, swap, p, q, out, from, to));
    return Tensor.of(large.shape(), out);
  }

  private Tensor channelsPlain(Binary f, boolean swap, Tensor large, Tensor small) {
    float[] p = large.floats();
    float[] q = small.floats();
    float[] out = buffers.take(p.length);
    int plane = large.shape().size(2, large.shape().rank());
    if (plane == 1) {
      workers.forEach(
          large.shape().dim(0), i -> withMany(f, swap, p, q, out, i * q.length, q.length));
    } else {
      workers.forEach(
          large.shape().size(0, 2),
          i -> withOne(f, swap, p, q[i % q.length], out, i * plane, (i + 1) * plane));
    }
    return Tensor.of(large.shape(), out);
  }

  private static void withOne(
      Binary f, boolean swap, float[] p, double q, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (float) (swap ? f.at(q, (double) p[i]) : f.at((double) p[i], q));
    }
  }

  private Tensor channelsBlocked(Binary f, boolean swap, Tensor large, Tensor small) {
    Shape shape = large.shape();
    int blocks = Blocked.groups(shape.dim(1));
    float[] q = new float[blocks * Blocked.LANES];
    for (int c = 0; c < shape.dim(1); c++) {
      q[c] = (float) small.at(small.size() == 1 ? 0 : c);
    }
    float[] p = large.blocked();
    float[] out = buffers.take(p.length);
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    workers.forEach(
        shape.dim(0) * blocks,
        i -> {
          float[] repeated = new float[Math.min(plane, STRIP)];
          for (int j = 0; j < repeated.length; j++) {
            repeated[j] = q[i % blocks * Blocked.LANES + j % Blocked.LANES];
          }
          for (int from = i * plane; from < (i + 1) * plane; from += repeated.length) {
            int n = Math.min(repeated.length, (i + 1) * plane - from);
            withMany(f, swap, p, repeated, out, from, n);
          }
        });
    clearTail(out, shape);
    return Tensor.blocked(shape, out);
  }

  /** Numbers of p from {@code at} on with as many of q. */
  private static void withMany(
      Binary f, boolean swap, float[] p, float[] q, float[] out, int at, int n) {
    if (swap) {
      pairs(f, q, 0, p, at, out, at, n);
    } else {
      pairs(f, p, at, q, 0, out, at, n);
    }
  }

  /** Sets the lanes beyond C to zero. */
  private static void clearTail(float[] blocked, Shape shape) {
    int rest = shape.dim(1) % Blocked.LANES;
    if (rest == 0) {
      return;
    }
    int blocks = Blocked.groups(shape.dim(1));
    int plane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
    for (int n = 0; n < shape.dim(0); n++) {
      int at = ((n + 1) * blocks - 1) * plane;
      for (int p = 0; p < plane; p += Blocked.LANES) {
        Arrays.fill(blocked, at + p + rest, at + p + Blocked.LANES, 0f);
      }
    }
  }

  private static Tensor tensor(boolean blocked, Shape shape, float[] values) {
    return blocked ? Tensor.blocked(shape, values) : Tensor.of(shape, values);
  }
}
