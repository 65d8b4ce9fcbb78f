package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Matrix product of the last two axes, leading axes broadcast (ONNX MatMul, NumPy's matmul). An
 * input of rank 1 counts as a row on the left and as a column on the right, and its axis is dropped
 * from the output. Gradients: {@code gA = gy·Bᵀ}, {@code gB = Aᵀ·gy}, summed over stretched axes.
 *
 * @param transposeA take a as [...×K×M]
 * @param transposeB take b as [...×N×K]
 */
public record MatMul(boolean transposeA, boolean transposeB) implements Op {
  /** The plain product. */
  public MatMul() {
    this(false, false);
  }

  @Override
  public String type() {
    return "matmul";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape a = matrix(inputs.get(0), true);
    Shape b = matrix(inputs.get(1), false);
    int inner = a.dim(transposeA ? -2 : -1);
    if (inner != b.dim(transposeB ? -1 : -2)) {
      throw new IllegalArgumentException(
          "matmul: the inner dimensions must be equal, got %s%s and %s%s"
              .formatted(
                  inputs.get(0),
                  transposeA ? " transposed" : "",
                  inputs.get(1),
                  transposeB ? " transposed" : ""));
    }
    Shape lead = lead(a).broadcast(lead(b));
    int[] dims = new int[lead.rank() + 2];
    System.arraycopy(lead.dims(), 0, dims, 0, lead.rank());
    dims[lead.rank()] = a.dim(transposeA ? -1 : -2);
    dims[lead.rank() + 1] = b.dim(transposeB ? -2 : -1);
    Shape out = Shape.of(dims);
    if (inputs.get(1).rank() == 1) {
      out = dropped(out, out.rank() - 1);
    }
    return List.of(inputs.get(0).rank() == 1 ? dropped(out, lead.rank()) : out);
  }

  /** A vector as the matrix that it counts as. */
  private Shape matrix(Shape s, boolean left) {
    if (s.rank() == 0) {
      throw new IllegalArgumentException("matmul: a scalar has no matrix product, got " + s);
    }
    if (s.rank() > 1) {
      return s;
    }
    boolean row = left != (left ? transposeA : transposeB);
    return row ? Shape.of(1, s.dim(0)) : Shape.of(s.dim(0), 1);
  }

  private static Shape lead(Shape matrix) {
    return Shape.of(Arrays.copyOf(matrix.dims(), matrix.rank() - 2));
  }

  private static Shape dropped(Shape s, int axis) {
    int[] dims = new int[s.rank() - 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = s.dim(i < axis ? i : i + 1);
    }
    return Shape.of(dims);
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Shape shapeA = inputs.get(0).shape();
    Shape shapeB = inputs.get(1).shape();
    Tensor a = inputs.get(0).reshape(matrix(shapeA, true));
    Tensor b = inputs.get(1).reshape(matrix(shapeB, false));
    if (b.shape().rank() == 2 && a.shape().rank() > 2 && !transposeA) {
      int k = a.shape().dim(-1);
      a = a.reshape(Shape.of(a.shape().size(0, a.shape().rank() - 1), k));
    }
    Tensor y = kernels.matmul(a, transposeA, b, transposeB);
    return Result.of(
        y.reshape(shapes(List.of(shapeA, shapeB)).get(0)),
        new MatMulVjp(this, a, b, y.shape(), shapeA, shapeB));
  }

  /** Holds the inputs as the matrices that were multiplied, and all shapes. */
  record MatMulVjp(MatMul op, Tensor a, Tensor b, Shape product, Shape shapeA, Shape shapeB)
      implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0].reshape(product);
      Tensor[] gx = new Tensor[2];
      if (wanted[0]) {
        Tensor ga =
            op.transposeA()
                ? k.matmul(b, op.transposeB(), gy, true)
                : k.matmul(gy, false, b, !op.transposeB());
        gx[0] = Elementwise.summedTo(k, a.shape(), ga).reshape(shapeA);
      }
      if (wanted[1]) {
        Tensor gb =
            op.transposeB()
                ? k.matmul(gy, true, a, op.transposeA())
                : k.matmul(a, !op.transposeA(), gy, false);
        gx[1] = Elementwise.summedTo(k, b.shape(), gb).reshape(shapeB);
      }
      return gx;
    }
  }
}
