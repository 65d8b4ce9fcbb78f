package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * {@code y = exp(x)/Σ exp(x)} along an axis, without overflow (ONNX Softmax 13); gradient {@code
 * y·(gy − Σ gy·y)}.
 *
 * @param axis negative counted from the end
 */
public record Softmax(int axis) implements Op {
  @Override
  public String type() {
    return "softmax";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    inputs.get(0).axis(axis);
    return List.of(inputs.get(0));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor y = kernels.softmax(inputs.get(0), inputs.get(0).shape().axis(axis));
    return Result.of(y, new SoftmaxVjp(y, y.shape().axis(axis)));
  }

  /** Holds the output. */
  record SoftmaxVjp(Tensor y, int axis) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0];
      Tensor weighted = k.combine(Arithmetic.MUL, gy, y);
      Tensor sum = k.reduce(Reduction.SUM, weighted, axis);
      Tensor centred = k.combine(Arithmetic.SUB, gy, sum);
      return new Tensor[] {k.combine(Arithmetic.MUL, y, centred)};
    }
  }
}
