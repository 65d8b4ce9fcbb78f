package org.convscope.importer.operators;

import org.convscope.autograd.Op;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Comparisons, logic on truth values and on bits. Their derivative is zero or does not exist. */
final class Logic {
  private Logic() {}

  private interface OfOrder {
    boolean holds(int order);
  }

  private interface OfLongs {
    long at(long a, long b);
  }

  private interface OfDouble {
    boolean holds(double x);
  }

  static void add(Operators t) {
    t.add("Equal", 2, 2, a -> comparison(a, order -> order == 0))
        .add("Greater", 2, 2, a -> comparison(a, order -> order == 1))
        .add("GreaterOrEqual", 2, 2, a -> comparison(a, order -> order == 1 || order == 0))
        .add("Less", 2, 2, a -> comparison(a, order -> order == -1))
        .add("LessOrEqual", 2, 2, a -> comparison(a, order -> order == -1 || order == 0))
        .add("And", 2, 2, a -> bits(a, (p, q) -> p & q))
        .add("Or", 2, 2, a -> bits(a, (p, q) -> p | q))
        .add("Xor", 2, 2, a -> bits(a, (p, q) -> p ^ q))
        .add("Not", 1, 1, a -> Computed.of(a.call(), in -> not(in.get(0))))
        .add("BitwiseAnd", 2, 2, a -> bits(a, (p, q) -> p & q))
        .add("BitwiseOr", 2, 2, a -> bits(a, (p, q) -> p | q))
        .add("BitwiseXor", 2, 2, a -> bits(a, (p, q) -> p ^ q))
        .add("BitwiseNot", 1, 1, a -> Computed.of(a.call(), in -> not(in.get(0))))
        .add("BitShift", 2, 2, Logic::shift)
        .add("IsNaN", 1, 1, a -> Computed.of(a.call(), in -> test(in.get(0), Double::isNaN)))
        .add("IsInf", 1, 1, Logic::isInfinite);
  }

  /** The order of two numbers as −1, 0 or 1; 2 if one of them is NaN. */
  private static int order(Tensor a, int i, Tensor b, int j) {
    if (!a.type().isFloating()) {
      return Integer.signum(a.type().compare(a.longs()[i], b.longs()[j]));
    }
    double x = a.at(i);
    double y = b.at(j);
    return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
  }

  private static Op comparison(Arguments a, OfOrder relation) {
    OldBroadcast broadcast = OldBroadcast.of(a.call());
    return Computed.of(
        a.call(),
        in -> {
          Tensor x = in.get(0);
          Tensor y = broadcast.aligned(x.shape(), in.get(1));
          if (x.type() != y.type()) {
            throw new IllegalArgumentException(
                "%s: both inputs must have one type, got %s and %s"
                    .formatted(a.call().opType(), x, y));
          }
          Shape shape = x.shape().broadcast(y.shape());
          int[] fromX = Stretch.indices(x.shape(), shape);
          int[] fromY = Stretch.indices(y.shape(), shape);
          long[] v = new long[shape.size()];
          for (int i = 0; i < v.length; i++) {
            v[i] = relation.holds(order(x, fromX[i], y, fromY[i])) ? 1 : 0;
          }
          return Tensor.of(DType.BOOL, shape, v);
        });
  }

  private static Op bits(Arguments a, OfLongs f) {
    OldBroadcast broadcast = OldBroadcast.of(a.call());
    return Computed.of(
        a.call(), in -> combined(in.get(0), broadcast.aligned(in.get(0).shape(), in.get(1)), f));
  }

  private static Tensor combined(Tensor x, Tensor y, OfLongs f) {
    Shape shape = x.shape().broadcast(y.shape());
    int[] fromX = Stretch.indices(x.shape(), shape);
    int[] fromY = Stretch.indices(y.shape(), shape);
    long[] left = x.longs();
    long[] right = y.longs();
    long[] v = new long[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = x.type().wrap(f.at(left[fromX[i]], right[fromY[i]]));
    }
    return Tensor.of(x.type(), shape, v);
  }

  private static Tensor not(Tensor x) {
    long[] v = x.longs().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] = x.type() == DType.BOOL ? 1 - v[i] : x.type().wrap(~v[i]);
    }
    return Tensor.of(x.type(), x.shape(), v);
  }

  private static Op shift(Arguments a) {
    boolean left =
        switch (a.call().text("direction", "")) {
          case "LEFT" -> true;
          case "RIGHT" -> false;
          default ->
              throw new IllegalArgumentException(
                  "BitShift: direction must be LEFT or RIGHT, got "
                      + a.call().text("direction", "nothing"));
        };
    return Computed.of(
        a.call(),
        in ->
            combined(
                in.get(0),
                in.get(1),
                (x, by) -> by < 0 || by > 63 ? 0 : left ? x << by : x >>> by));
  }

  private static Tensor test(Tensor x, OfDouble property) {
    long[] v = new long[x.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = property.holds(x.at(i)) ? 1 : 0;
    }
    return Tensor.of(DType.BOOL, x.shape(), v);
  }

  private static Op isInfinite(Arguments a) {
    boolean positive = a.call().flag("detect_positive", true);
    boolean negative = a.call().flag("detect_negative", true);
    return Computed.of(
        a.call(),
        in -> test(in.get(0), x -> Double.isInfinite(x) && (x > 0 ? positive : negative)));
  }
}
