package org.convscope.importer.operators;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.autograd.Op;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Operators that ask which elements are the largest or smallest. */
final class Extrema {
  private Extrema() {}

  static void add(Operators t) {
    t.add("ArgMax", 1, 1, a -> argument(a, true))
        .add("ArgMin", 1, 1, a -> argument(a, false))
        .add("TopK", 1, 2, 2, Extrema::top);
  }

  /** One row along an axis: its elements are at {@code first + i·step}. */
  private interface Row {
    void at(int row, int first, int step);
  }

  private static void forRows(Shape x, int axis, Row body) {
    int n = x.dim(axis);
    int step = x.size(axis + 1, x.rank());
    int rows = n == 0 ? 0 : x.size() / n;
    for (int r = 0; r < rows; r++) {
      body.at(r, r / step * step * n + r % step, step);
    }
  }

  private static Op argument(Arguments a, boolean largest) {
    boolean keep = a.call().flag("keepdims", true);
    boolean last = a.call().flag("select_last_index", false);
    int declared = a.call().small("axis", 0);
    return Computed.of(
        a.call(),
        in -> {
          Tensor x = in.get(0);
          int axis = x.shape().axis(declared);
          Shape kept = x.shape().with(axis, 1);
          long[] found = new long[kept.size()];
          Comparator<Integer> order = order(x, largest);
          forRows(
              x.shape(),
              axis,
              (row, first, step) -> {
                int best = 0;
                for (int i = 1; i < x.shape().dim(axis); i++) {
                  int c = order.compare(first + i * step, first + best * step);
                  if (c < 0 || (c == 0 && last)) {
                    best = i;
                  }
                }
                found[row] = best;
              });
          return Tensor.of(DType.INT64, keep ? kept : without(x.shape(), axis), found);
        });
  }

  private static Shape without(Shape shape, int axis) {
    return Shape.of(
        IntStream.range(0, shape.rank()).filter(i -> i != axis).map(shape::dim).toArray());
  }

  /** Orders flat indices by their elements, the wanted ones first; NaN comes before all. */
  private static Comparator<Integer> order(Tensor x, boolean largest) {
    Comparator<Integer> up;
    if (x.type().isFloating()) {
      double[] v = x.toDoubles();
      up = Comparator.comparingDouble(i -> v[i]);
    } else {
      long[] v = x.longs();
      up = (i, j) -> x.type().compare(v[i], v[j]);
    }
    return largest ? up.reversed() : up;
  }

  /** 1 at the first maximum along the axis, 0 elsewhere. */
  static Op hardmax(Call call, int declared) {
    return Computed.of(
        call,
        in -> {
          Tensor x = in.get(0);
          int axis = x.shape().axis(declared);
          double[] v = new double[x.size()];
          Comparator<Integer> order = order(x, true);
          forRows(
              x.shape(),
              axis,
              (row, first, step) -> {
                int best = first;
                for (int i = 1; i < x.shape().dim(axis); i++) {
                  best = order.compare(first + i * step, best) < 0 ? first + i * step : best;
                }
                v[best] = 1;
              });
          return Tensor.of(x.shape(), v).cast(x.type());
        });
  }

  private static Op top(Arguments a) {
    int k = a.version() < 10 ? a.call().small("k", 0) : a.ints(1)[0];
    boolean largest = a.call().flag("largest", true);
    int declared = a.call().small("axis", -1);
    return new Assembled(a.call(), in -> top(in.get(0), k, declared, largest));
  }

  private static Assembled.Parts top(Tensor x, int k, int declared, boolean largest) {
    int axis = x.shape().axis(declared);
    int n = x.shape().dim(axis);
    if (k < 0 || k > n) {
      throw new IllegalArgumentException(
          "TopK: k must lie in [0, %d], got %d on axis %d of %s".formatted(n, k, axis, x));
    }
    Shape shape = x.shape().with(axis, k);
    int[] places = new int[shape.size()];
    long[] indices = new long[shape.size()];
    Comparator<Integer> order = order(x, largest);
    forRows(
        x.shape(),
        axis,
        (row, first, step) -> {
          Integer[] sorted = new Integer[n];
          Arrays.setAll(sorted, i -> first + i * step);
          Arrays.sort(sorted, order);
          for (int i = 0; i < k; i++) {
            int to = row / step * step * k + row % step + i * step;
            places[to] = sorted[i];
            indices[to] = (sorted[i] - first) / step;
          }
        });
    return new Assembled.Parts(
        shape, Map.of(0, places), List.of(Tensor.of(DType.INT64, shape, indices)));
  }
}
