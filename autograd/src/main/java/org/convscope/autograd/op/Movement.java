package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Selection;

/**
 * An op with one input that copies elements to other places, for tensors of any type. It states
 * which {@link Selection} of its input the output is; the gradient is the selection's adjoint.
 */
interface Movement extends Op {
  /** Where the output's elements come from; the op's shape rule. */
  Selection selection(Shape input);

  /** The value of elements that come from outside the input. */
  default double fill() {
    return 0;
  }

  @Override
  default List<Shape> shapes(List<Shape> inputs) {
    return List.of(selection(inputs.get(0)).shape());
  }

  @Override
  default Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Selection selection = selection(x.shape());
    return Result.of(
        selection.read(x, fill(), kernels.buffers()), new SelectionVjp(selection, x.shape()));
  }

  /** Holds the index maps; {@code input} is the input's shape, the selection may see it flat. */
  record SelectionVjp(Selection selection, Shape input) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      gx[0] = selection.scatterAdd(outputGradients[0], backward.kernels().buffers()).reshape(input);
      return gx;
    }
  }
}
