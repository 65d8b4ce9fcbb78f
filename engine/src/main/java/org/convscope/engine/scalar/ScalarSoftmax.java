package org.convscope.engine.scalar;

import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Softmax and its logarithm along one axis, shifted by the maximum so that nothing overflows. */
record ScalarSoftmax(Numbers numbers) {

  Tensor softmax(Tensor x, int axis) {
    return along(x, axis, (value, max, sum) -> Math.exp(value - max) / sum);
  }

  Tensor logSoftmax(Tensor x, int axis) {
    return along(x, axis, (value, max, sum) -> value - max - Math.log(sum));
  }

  /** Result at an element, given the line's maximum and {@code Σ exp(x − max)}. */
  private interface Result {
    double at(double value, double max, double sum);
  }

  private Tensor along(Tensor x, int axis, Result result) {
    Shape shape = x.shape();
    int a = shape.axis(axis);
    int length = shape.dim(a);
    int inner = shape.size(a + 1, shape.rank());
    double[] in = numbers.read(x);
    double[] out = new double[in.length];
    numbers
        .workers()
        .forEach(
            shape.size(0, a),
            outer -> {
              for (int i = 0; i < inner; i++) {
                int from = outer * length * inner + i;
                double max = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < length; k++) {
                  max = Math.max(max, in[from + k * inner]);
                }
                double sum = 0;
                for (int k = 0; k < length; k++) {
                  sum += Math.exp(in[from + k * inner] - max);
                }
                for (int k = 0; k < length; k++) {
                  out[from + k * inner] = result.at(in[from + k * inner], max, sum);
                }
              }
            });
    return numbers.tensor(x.type(), shape, out);
  }
}
