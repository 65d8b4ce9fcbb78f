package org.convscope.engine.scalar;

import java.util.Arrays;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Matrix product of the last two axes with the leading axes broadcast. */
record ScalarMatmul(Numbers numbers) {

  Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
    int rows = a.shape().dim(transposeA ? -1 : -2);
    int inner = a.shape().dim(transposeA ? -2 : -1);
    int columns = b.shape().dim(transposeB ? -2 : -1);
    if (b.shape().dim(transposeB ? -1 : -2) != inner) {
      throw new IllegalArgumentException(
          "matmul: the inner dimensions must be equal, got %s%s and %s%s"
              .formatted(
                  a.shape(),
                  transposeA ? " transposed" : "",
                  b.shape(),
                  transposeB ? " transposed" : ""));
    }
    Shape leading = leading(a.shape()).broadcast(leading(b.shape()));
    int[] dims = Arrays.copyOf(leading.dims(), leading.rank() + 2);
    dims[leading.rank()] = rows;
    dims[leading.rank() + 1] = columns;
    Shape shape = Shape.of(dims);
    Broadcast matrixA = new Broadcast(leading(a.shape()), leading);
    Broadcast matrixB = new Broadcast(leading(b.shape()), leading);

    double[] left = numbers.read(a);
    double[] right = numbers.read(b);
    double[] out = new double[shape.size()];
    int rowStep = transposeA ? 1 : inner;
    int innerStepA = transposeA ? rows : 1;
    int innerStepB = transposeB ? 1 : columns;
    int columnStep = transposeB ? inner : 1;
    numbers
        .workers()
        .forEach(
            leading.size() * rows,
            task -> {
              int matrix = task / rows;
              int fromA = matrixA.index(matrix) * rows * inner + task % rows * rowStep;
              int fromB = matrixB.index(matrix) * inner * columns;
              for (int k = 0; k < inner; k++) {
                double factor = left[fromA + k * innerStepA];
                for (int j = 0; j < columns; j++) {
                  out[task * columns + j] +=
                      factor * right[fromB + k * innerStepB + j * columnStep];
                }
              }
            });
    return numbers.tensor(a.type(), shape, out);
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }
}
