package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
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
    long[] stays = new long[x.size()];
    double[] factors = new double[x.size()];
    for (int i = 0; i < stays.length; i++) {
      stays[i] = uniform(i) >= rate ? 1 : 0;
      factors[i] = stays[i] / (1 - rate);
    }
    Tensor factor = Tensor.of(x.shape(), factors).cast(x.type());
    return new Result(
        List.of(
            kernels.combine(Arithmetic.MUL, x, factor), Tensor.of(DType.BOOL, x.shape(), stays)),
        new DropoutVjp(factor));
  }

  /** Number i of the sequence, in [0, 1): SplitMix64 (Steele et al. 2014) of seed and counter. */
  private double uniform(long i) {
    return (mix(mix(seed) + i * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /** Holds each element's factor. */
  record DropoutVjp(Tensor factor) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {backward.kernels().combine(Arithmetic.MUL, outputGradients[0], factor)};
    }
  }
}
