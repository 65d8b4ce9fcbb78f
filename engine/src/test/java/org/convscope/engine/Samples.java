package org.convscope.engine;

import java.util.Random;

/** Seeded tensors and inner products for the tests of this module. */
public final class Samples {
  private Samples() {}

  /** Normally distributed numbers of a floating-point type. */
  public static Tensor normal(long seed, DType type, int... dims) {
    Random random = new Random(seed);
    Shape shape = Shape.of(dims);
    double[] values = random.doubles(shape.size(), -2, 2).toArray();
    return Tensor.of(shape, values).cast(type);
  }

  /** Whole numbers from −9 to 9, of any type. */
  public static Tensor whole(long seed, DType type, int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.of(DType.INT64, shape, new Random(seed).longs(shape.size(), -9, 10).toArray())
        .cast(type);
  }

  /** ⟨a, b⟩ in double. */
  public static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.at(i) * b.at(i);
    }
    return sum;
  }

  /** A window axis in the order of its record. */
  public static Window.Axis axis(int kernel, int stride, int begin, int end, int dilation) {
    return new Window.Axis(kernel, stride, begin, end, dilation);
  }
}
