package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * Means over windows of x [N×C×spatial] (ONNX AveragePool); the gradient is spread evenly.
 *
 * @param window kernel, stride, padding, dilation and rounding; one group
 * @param countPadding divide by the taps inside input and padding, not only by those inside the
 *     input; taps beyond the padding, in a last window rounded up, never count
 */
public record AveragePool(Window window, boolean countPadding) implements Op {
  @Override
  public String type() {
    return "average_pool";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    return List.of(window.output(x, x.rank() > 1 ? x.dim(1) : 0));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    return Result.of(
        kernels.averagePool(x, window, countPadding),
        new AveragePoolVjp(window, countPadding, x.shape()));
  }

  /** Holds the input's shape. */
  record AveragePoolVjp(Window window, boolean countPadding, Shape input) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {
        backward.kernels().averagePoolGradient(outputGradients[0], window, countPadding, input)
      };
    }
  }
}
