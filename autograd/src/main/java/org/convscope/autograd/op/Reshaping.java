package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** An op that keeps the elements in C order under another shape; the gradient is shaped back. */
interface Reshaping extends Op {
  /** The output's shape; the op's shape rule. */
  Shape target(Shape input);

  @Override
  default List<Shape> shapes(List<Shape> inputs) {
    return List.of(target(inputs.get(0)));
  }

  @Override
  default Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    return Result.of(x.reshape(target(x.shape())), new ReshapingVjp(x.shape()));
  }

  /** Holds the input's shape. */
  record ReshapingVjp(Shape input) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      gx[0] = outputGradients[0].reshape(input);
      return gx;
    }
  }
}
