package org.convscope.autograd.op;

import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Call;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * A convolution block and the max pooling that alone reads it: {@code y = maxima(block(x))}. Made
 * for forward passes, which need not store what lies between the two. The way back computes it
 * again, and block and pooling present themselves under their own names and types.
 *
 * <p>Inputs: x, weight and bias (may be omitted) of the block.
 *
 * @param block without a residual sum
 * @param pool the maxima's window
 * @param maxPool name of the pooling node
 */
public record MaxPooledConvolution(ConvBlock block, Window pool, String maxPool) implements Op {
  public MaxPooledConvolution {
    if (block.sum().isPresent()) {
      throw new IllegalArgumentException(
          "max_pooled_convolution: a block without residual is needed, got " + block);
    }
  }

  @Override
  public String type() {
    return "max_pooled_convolution";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return new MaxPool(pool).shapes(block.shapes(inputs));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Optional<Tensor> bias = Optional.ofNullable(inputs.size() > 2 ? inputs.get(2) : null);
    boolean relu = block.relu().isPresent();
    ConvolutionCall call =
        new ConvolutionCall(inputs.get(0), inputs.get(1), bias, block.window(), relu);
    return Result.of(kernels.maxPooled(call, pool), new RecomputingVjp(this, inputs));
  }

  /** Holds the inputs. */
  record RecomputingVjp(MaxPooledConvolution op, List<Tensor> inputs) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels kernels = backward.kernels();
      Result convolved = op.block.forward(kernels, inputs);
      Result pooled = new MaxPool(op.pool).forward(kernels, convolved.outputs());
      Call last = new Call(op.maxPool, "max_pool", pooled.vjp());
      Tensor[] g = backward.through(last, outputGradients, new boolean[] {true});
      if (g[0] == null) {
        return new Tensor[wanted.length];
      }
      Call first = new Call(op.block.conv(), op.block.type(), convolved.vjp());
      return backward.through(first, g, wanted);
    }
  }
}
