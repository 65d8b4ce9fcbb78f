package org.convscope.engine.scalar;

import java.util.Arrays;
import org.convscope.engine.DType;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Sums, means, extrema and products over axes, which stay as dimensions of 1.
 *
 * <p>Over no elements the sum is 0, the product 1, the maximum −∞ (the type's least value), the
 * minimum +∞ (its greatest) and the mean NaN (not defined for integers). A NaN is passed on. Means
 * of integers are rounded towards zero; integer overflow wraps around.
 */
record ScalarReduction(Numbers numbers) {

  Tensor reduce(Reduction how, Tensor x, int... axes) {
    Shape shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    Broadcast into = new Broadcast(shape, x.shape());
    int count = 1;
    for (int i = 0; i < shape.rank(); i++) {
      count *= shape.dim(i) == x.shape().dim(i) ? 1 : x.shape().dim(i);
    }
    return x.type().isFloating()
        ? ofFloating(how, x, shape, into, count)
        : ofIntegers(how, x, shape, into, count);
  }

  private Tensor ofFloating(Reduction how, Tensor x, Shape shape, Broadcast into, int count) {
    double[] in = numbers.read(x);
    double[] out = new double[shape.size()];
    Arrays.fill(
        out,
        switch (how) {
          case SUM, MEAN -> 0;
          case PROD -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
    for (int i = 0; i < in.length; i++) {
      int o = into.index(i);
      out[o] =
          switch (how) {
            case SUM, MEAN -> out[o] + in[i];
            case PROD -> out[o] * in[i];
            case MAX -> Math.max(out[o], in[i]);
            case MIN -> Math.min(out[o], in[i]);
          };
    }
    if (how == Reduction.MEAN) {
      for (int o = 0; o < out.length; o++) {
        out[o] /= count;
      }
    }
    return numbers.tensor(x.type(), shape, out);
  }

  private static Tensor ofIntegers(
      Reduction how, Tensor x, Shape shape, Broadcast into, int count) {
    DType type = x.type();
    if (how == Reduction.MEAN && count == 0 && shape.size() > 0) {
      throw new IllegalArgumentException("reduce: a mean of integers needs elements, got " + x);
    }
    long[] in = x.longs();
    long[] out = new long[shape.size()];
    Arrays.fill(
        out,
        switch (how) {
          case SUM, MEAN -> 0;
          case PROD -> 1;
          case MAX -> type.least();
          case MIN -> type.greatest();
        });
    for (int i = 0; i < in.length; i++) {
      int o = into.index(i);
      out[o] =
          switch (how) {
            case SUM, MEAN -> out[o] + in[i];
            case PROD -> out[o] * in[i];
            case MAX -> type.compare(in[i], out[o]) > 0 ? in[i] : out[o];
            case MIN -> type.compare(in[i], out[o]) < 0 ? in[i] : out[o];
          };
    }
    for (int o = 0; o < out.length; o++) {
      out[o] = type.wrap(how == Reduction.MEAN ? out[o] / count : out[o]);
    }
    return Tensor.of(type, shape, out);
  }
}
