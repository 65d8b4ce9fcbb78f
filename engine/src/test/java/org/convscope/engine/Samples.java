package org.convscope.engine;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

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

  /** A convolution's geometry: a name, shapes of input and weight, and the window. */
  public record Geometry(String name, Shape input, Shape weight, Window window) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Asymmetric geometries of every kind, up to two spatial dimensions. */
  public static Stream<Geometry> geometries() {
    return Stream.of(
        geometry(
            "1-D strided, dilated", Shape.of(2, 3, 11), Shape.of(4, 3, 3), 1, axis(3, 2, 1, 2, 3)),
        geometry(
            "uneven padding",
            Shape.of(2, 3, 5, 7),
            Shape.of(4, 3, 3, 2),
            1,
            axis(3, 2, 2, 1, 1),
            axis(2, 3, 0, 1, 2)),
        geometry(
            "groups and cropping",
            Shape.of(3, 6, 8, 5),
            Shape.of(4, 3, 2, 3),
            2,
            axis(2, 1, -1, 2, 3),
            axis(3, 2, 3, -2, 1)),
        geometry(
            "depthwise",
            Shape.of(2, 3, 4, 6),
            Shape.of(6, 1, 1, 3),
            3,
            axis(1, 2, 0, 0, 1),
            axis(3, 1, 1, 1, 1)),
        geometry(
            "padding wider than the kernel",
            Shape.of(1, 2, 2, 3),
            Shape.of(3, 2, 2, 1),
            1,
            axis(2, 1, 4, 3, 1),
            axis(1, 2, 0, 5, 1)),
        geometry(
            "pointwise",
            Shape.of(2, 5, 3, 4),
            Shape.of(3, 5, 1, 1),
            1,
            axis(1, 1, 0, 0, 1),
            axis(1, 1, 0, 0, 1)),
        geometry(
            "one window",
            Shape.of(3, 2, 3, 5),
            Shape.of(4, 2, 3, 5),
            1,
            axis(3, 1, 0, 0, 1),
            axis(5, 1, 0, 0, 1)),
        geometry(
            "rows no window reaches",
            Shape.of(1, 2, 9, 8),
            Shape.of(3, 2, 2, 1),
            1,
            axis(2, 4, 0, 0, 1),
            axis(1, 3, 0, 0, 1)));
  }

  private static Geometry geometry(
      String name, Shape input, Shape weight, int groups, Window.Axis... axes) {
    return new Geometry(name, input, weight, new Window(List.of(axes), groups, false));
  }

  /** As {@link #geometries()}, and what only some kernel sets compute themselves. */
  public static Stream<Geometry> allGeometries() {
    return Stream.concat(
        geometries(),
        Stream.of(
            geometry(
                "3-D",
                Shape.of(2, 4, 3, 5, 4),
                Shape.of(2, 2, 2, 3, 1),
                2,
                axis(2, 1, 1, 0, 1),
                axis(3, 2, 1, 2, 1),
                axis(1, 3, 0, 0, 2)),
            geometry(
                "no images",
                Shape.of(0, 3, 5, 4),
                Shape.of(2, 3, 3, 2),
                1,
                axis(3, 1, 0, 0, 1),
                axis(2, 1, 0, 0, 1))));
  }
}
