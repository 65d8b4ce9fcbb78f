package org.convscope.autograd.op;

import java.util.stream.IntStream;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;

/** Seeded double inputs for gradient checks. */
final class Samples {
  private Samples() {}

  static Kernels kernels() {
    return new ScalarKernels(Workers.of(1), new Buffers());
  }

  /** Of either sign, magnitudes from 0.2 to 1.2: away from a kink at 0. */
  static Tensor signed(int... dims) {
    return filled(
        "signed", dims, (random, i) -> Math.copySign(random.uniform(i, 0.2, 1.2), sign(random, i)));
  }

  private static double sign(CounterRandom random, int i) {
    return random.stream("sign").uniform(i) - 0.5;
  }

  /** From 0.3 to 1.3. */
  static Tensor positive(int... dims) {
    return filled("positive", dims, (random, i) -> random.uniform(i, 0.3, 1.3));
  }

  /** Elements that differ by at least 0.05 from each other: away from ties. */
  static Tensor distinct(int... dims) {
    int n = Shape.of(dims).size();
    int[] order = CounterRandom.of(n).permutation(n);
    return filled("distinct", dims, (random, i) -> 0.05 * (order[i] - n / 2.0) + 0.013);
  }

  private interface Value {
    double at(CounterRandom random, int i);
  }

  private static Tensor filled(String purpose, int[] dims, Value value) {
    Shape shape = Shape.of(dims);
    CounterRandom random = CounterRandom.of(shape.hashCode()).stream(purpose);
    return Tensor.of(
        shape, IntStream.range(0, shape.size()).mapToDouble(i -> value.at(random, i)).toArray());
  }
}
