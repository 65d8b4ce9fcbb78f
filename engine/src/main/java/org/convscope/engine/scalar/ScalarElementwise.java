package org.convscope.engine.scalar;

import org.convscope.engine.Binary;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;

/** Functions applied element by element. */
record ScalarElementwise(Numbers numbers) {

  Tensor map(Unary f, Tensor x) {
    double[] in = numbers.read(x);
    double[] out = new double[in.length];
    numbers.forStretches(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = f.at(in[i]);
          }
        });
    return numbers.tensor(x.type(), x.shape(), out);
  }

  Tensor mapGradient(Unary f, Tensor x, Tensor y, Tensor gy) {
    double[] in = numbers.read(x);
    double[] value = numbers.read(y);
    double[] g = numbers.read(gy);
    double[] out = new double[in.length];
    numbers.forStretches(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = g[i] * f.slope(in[i], value[i]);
          }
        });
    return numbers.tensor(x.type(), x.shape(), out);
  }

  Tensor combine(Binary f, Tensor a, Tensor b) {
    if (a.type() != b.type()) {
      throw new IllegalArgumentException(
          f.name() + ": both operands must have one type, got " + a + " and " + b);
    }
    Shape shape = a.shape().broadcast(b.shape());
    Broadcast fromA = new Broadcast(a.shape(), shape);
    Broadcast fromB = new Broadcast(b.shape(), shape);
    if (!a.type().isFloating()) {
      long[] left = a.longs();
      long[] right = b.longs();
      long[] out = new long[shape.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = a.type().wrap(f.at(left[fromA.index(i)], right[fromB.index(i)]));
      }
      return Tensor.of(a.type(), shape, out);
    }
    double[] left = numbers.read(a);
    double[] right = numbers.read(b);
    double[] out = new double[shape.size()];
    numbers.forStretches(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = f.at(left[fromA.index(i)], right[fromB.index(i)]);
          }
        });
    return numbers.tensor(a.type(), shape, out);
  }
}
