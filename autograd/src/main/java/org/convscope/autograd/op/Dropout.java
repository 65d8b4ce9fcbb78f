package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Drops elements at random and scales the others by {@code 1/(1 − rate)} (Srivastava et al. 2014,
 * inverted scaling; ONNX Dropout in training mode). Outputs y and the mask (BOOL). The gradient is
 * dropped and scaled alike.
 *
 * <p>Whether element i stays depends on seed and i only, so results do not depend on threads, and a
 * new seed per step is all the state there is. Outside training use {@link Identity}.
 *
 * @param rate share of dropped elements, in [0, 1)
 * @param seed of the counter-based random numbers
 */
public record Dropout(double rate, long seed) implements Op {
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout: rate must lie in [0, 1), got " + rate);
    }
  }

  @Override
  public String type() {
    return "dropout";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return List.of(inputs.get(0), inputs.get(0));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    CounterRandom random = CounterRandom.of(seed);
    long[] stays = new long[x.size()];
    double[] factors = new double[x.size()];
    for (int i = 0; i < stays.length; i++) {
      stays[i] = random.uniform(i) >= rate ? 1 : 0;
      factors[i] = stays[i] / (1 - rate);
    }
    Tensor factor = Tensor.of(x.shape(), factors).cast(x.type());
    return new Result(
        List.of(
            kernels.combine(Arithmetic.MUL, x, factor), Tensor.of(DType.BOOL, x.shape(), stays)),
        new DropoutVjp(factor));
  }

  /** Holds each element's factor. */
  record DropoutVjp(Tensor factor) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {backward.kernels().combine(Arithmetic.MUL, outputGradients[0], factor)};
    }
  }
}
