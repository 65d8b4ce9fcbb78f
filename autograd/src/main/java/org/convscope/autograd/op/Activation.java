package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.LinkedVjp;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;

/**
 * {@code y = f(x)} elementwise, for any shape; gradient {@code gy·f'(x)}, zero by mathematics for
 * step functions. Of whole numbers the result is truncated to a whole number.
 *
 * @param f the function, see {@link Functions}
 */
public record Activation(Unary f) implements Op {
  @Override
  public String type() {
    return f.name();
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (!x.type().isFloating()) {
      return Result.of(ofWholeNumbers(x), Vjp.ZERO);
    }
    Tensor y = kernels.map(f, x);
    return Result.of(y, f instanceof Functions.Step ? Vjp.ZERO : new ActivationVjp(f, x, y));
  }

  private Tensor ofWholeNumbers(Tensor x) {
    long[] from = x.longs();
    long[] to = new long[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = x.type().wrap((long) f.at(from[i]));
    }
    return Tensor.of(x.type(), x.shape(), to);
  }

  /** Holds input and output. */
  record ActivationVjp(Unary f, Tensor x, Tensor y) implements LinkedVjp {
    @Override
    public Sign sign() {
      return f == Functions.RELU ? Sign.RECTIFIES : Sign.FREE;
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link) {
      Tensor[] gy = {outputGradient};
      return link.isRectified() ? gy : apply(backward, gy, wanted);
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {backward.kernels().mapGradient(f, x, y, outputGradients[0])};
    }
  }
}
