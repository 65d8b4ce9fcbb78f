package org.convscope.engine.scalar;

import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * What every scalar kernel needs: the numbers of a tensor as doubles, tensors from doubles, and
 * loops over workers. All arithmetic is done in double and rounded once to the input's type.
 */
record Numbers(Workers workers, Buffers buffers) {
  /** Elements that one task of an elementwise loop takes; fewer are not worth a second thread. */
  private static final int CHUNK = 1 << 14;

  /** A stretch of indices, {@code from} inclusive to {@code to} exclusive. */
  interface Stretch {
    void run(int from, int to);
  }

  /** The numbers of a floating-point tensor in C order; not to be written to. */
  double[] read(Tensor tensor) {
    if (tensor.type() == DType.DOUBLE) {
      return tensor.doubles();
    }
    float[] from = tensor.floats();
    double[] to = new double[from.length];
    forStretches(
        from.length,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            to[i] = from[i];
          }
        });
    return to;
  }

  /** A tensor of the given floating-point type over {@code values}, which it may keep. */
  Tensor tensor(DType type, Shape shape, double[] values) {
    if (type == DType.DOUBLE) {
      return Tensor.of(shape, values);
    }
    float[] to = buffers.take(values.length);
    forStretches(
        to.length,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            to[i] = (float) values[i];
          }
        });
    return Tensor.of(shape, to);
  }

  /** Splits 0 … n−1 over the workers; elements must not depend on each other. */
  void forStretches(int n, Stretch body) {
    int tasks = n / CHUNK + (n % CHUNK == 0 ? 0 : 1);
    workers.forEach(tasks, t -> body.run(t * CHUNK, Math.min(n - t * CHUNK, CHUNK) + t * CHUNK));
  }
}
