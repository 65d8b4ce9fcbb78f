package org.convscope.engine.nd4j;

import java.util.Arrays;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix product of the last two axes, leading axes broadcast. */
final class Nd4jMatmul {
  private Nd4jMatmul() {}

  static INDArray product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
    Shape leading = leading(a.shape()).broadcast(leading(b.shape()));
    INDArray product =
        Nd4j.matmul(matrices(a, leading), matrices(b, leading), transposeA, transposeB, false);
    long[] dims = Arrays.copyOf(Flat.dims(leading), leading.rank() + 2);
    dims[leading.rank()] = product.size(-2);
    dims[leading.rank() + 1] = product.size(-1);
    return product.dup('c').reshape('c', dims);
  }

  /** The matrices of a tensor as [B×rows×columns], or as one matrix if there are no others. */
  private static INDArray matrices(Tensor t, Shape leading) {
    if (leading.rank() == 0) {
      return t.toINDArray();
    }
    int rank = leading.rank();
    int[] dims = Arrays.copyOf(leading.dims(), rank + 2);
    dims[rank] = t.shape().dim(-2);
    dims[rank + 1] = t.shape().dim(-1);
    return stretched(t, Shape.of(dims)).reshape('c', leading.size(), dims[rank], dims[rank + 1]);
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  /** A tensor broadcast to {@code shape}. */
  static INDArray stretched(Tensor t, Shape shape) {
    if (t.shape().equals(shape)) {
      return t.toINDArray();
    }
    long[] aligned = new long[shape.rank()];
    int missing = shape.rank() - t.shape().rank();
    for (int i = 0; i < aligned.length; i++) {
      aligned[i] = i < missing ? 1 : t.shape().dim(i - missing);
    }
    INDArray array = t.toINDArray().reshape('c', aligned);
    return array.broadcast(Flat.dims(shape));
  }
}
