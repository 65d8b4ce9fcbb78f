package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;

/** The vector kernels under test, the scalar kernels as reference, and when they agree. */
final class Agreement {
  static final Kernels SCALAR = new ScalarKernels(Workers.of(2), new Buffers());
  static final Kernels ONE = new VectorKernels(Workers.of(1), new Buffers());
  static final Kernels TWO = new VectorKernels(Workers.of(2), new Buffers());

  private Agreement() {}

  /** Runs on all sets, expects agreement and, of one and two threads, identity. */
  static Tensor agree(Function<Kernels, Tensor> f) {
    Tensor actual = f.apply(ONE);
    assertClose(actual, f.apply(SCALAR), 1e-5);
    assertIdentical(f.apply(TWO), actual);
    if (actual.isBlocked()) {
      assertTailIsZero(actual);
    }
    return actual;
  }

  /** Largest difference relative to the largest reference value at most {@code tolerance}. */
  static void assertClose(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.type()).isEqualTo(expected.type());
    double max = 0;
    double difference = 0;
    for (int i = 0; i < expected.size(); i++) {
      max = Math.max(max, Math.abs(expected.at(i)));
      double d = Math.abs(actual.at(i) - expected.at(i));
      difference = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(difference, d);
    }
    assertThat(difference)
        .as("largest difference of %s, largest value %g", expected, max)
        .isLessThanOrEqualTo(tolerance * max);
  }

  /** Bit for bit equal. */
  static void assertIdentical(Tensor actual, Tensor expected) {
    assertThat(actual.floats()).isEqualTo(expected.floats());
  }

  /** The lanes beyond C are zero. */
  static void assertTailIsZero(Tensor x) {
    assertThat(x.isBlocked()).isTrue();
    int channels = x.shape().dim(1);
    int plane = x.shape().dim(2) * x.shape().dim(3);
    float[] b = x.blocked();
    int blocks = Blocked.groups(channels);
    for (int i = 0; i < b.length; i++) {
      int c = i / Blocked.LANES / plane % blocks * Blocked.LANES + i % Blocked.LANES;
      if (c >= channels) {
        assertThat(b[i]).as("lane %d of channel block, element %d", c, i).isZero();
      }
    }
  }

  /** A tensor of the same numbers that is in the blocked layout already. */
  static Tensor blocked(Tensor x) {
    return Tensor.blocked(x.shape(), x.cast(DType.FLOAT).blocked().clone());
  }
}
