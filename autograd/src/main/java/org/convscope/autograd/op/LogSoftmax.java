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
 * {@code y = x − log Σ exp(x)} along an axis, without overflow (ONNX LogSoftmax 13); gradient
 * {@code gy − exp(y)·Σ gy}.
 *
 * @param axis negative counted from the end
 */
public record LogSoftmax(int axis) implements Op {
  @Override
  public String type() {
    return "log_softmax";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    inputs.get(0).axis(axis);
    return List.of(inputs.get(0));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor y = kernels.logSoftmax(inputs.get(0), inputs.get(0).shape().axis(axis));
    return Result.of(y, new LogSoftmaxVjp(y, y.shape().axis(axis)));
  }

  /** Holds the output. */
  record LogSoftmaxVjp(Tensor y, int axis) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0];
      Tensor sum = k.reduce(Reduction.SUM, gy, axis);
      Tensor share = k.combine(Arithmetic.MUL, k.map(Functions.EXP, y), sum);
      return new Tensor[] {k.combine(Arithmetic.SUB, gy, share)};
    }
  }
}
