package org.convscope.autograd.op;

import static org.convscope.autograd.op.Arithmetic.DIV;
import static org.convscope.autograd.op.Arithmetic.MUL;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * {@code y = f(a, b)} elementwise with broadcasting (NumPy's rule; ONNX Add, Sub, Mul, Div, Pow,
 * Max, Min and PRelu from version 7 on). The gradient of a stretched input is summed over the axes
 * along which it was stretched.
 *
 * @param f the function
 */
public record Elementwise(Arithmetic f) implements Op {
  @Override
  public String type() {
    return f.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return List.of(inputs.get(0).broadcast(inputs.get(1)));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    return Result.of(kernels.combine(f, a, b), new ElementwiseVjp(f, a, b));
  }

  /** Holds the inputs. */
  record ElementwiseVjp(Arithmetic f, Tensor a, Tensor b) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0];
      return new Tensor[] {
        wanted[0] ? summedTo(k, a.shape(), byA(k, gy)) : null,
        wanted[1] ? summedTo(k, b.shape(), byB(k, gy)) : null
      };
    }

    private Tensor byA(Kernels k, Tensor gy) {
      return switch (f) {
        case ADD, SUB -> gy;
        case MUL -> k.combine(MUL, gy, b);
        case DIV -> k.combine(DIV, gy, b);
        case POW, MAX, MIN, PRELU -> k.combine(MUL, gy, k.combine(f.slopeA(), a, b));
      };
    }

    private Tensor byB(Kernels k, Tensor gy) {
      return switch (f) {
        case ADD -> gy;
        case SUB -> k.map(Functions.NEG, gy);
        case MUL -> k.combine(MUL, gy, a);
        case DIV, POW, MAX, MIN, PRELU -> k.combine(MUL, gy, k.combine(f.slopeB(), a, b));
      };
    }
  }

  /** The adjoint of broadcasting: sums over the axes along which {@code to} was stretched. */
  static Tensor summedTo(Kernels kernels, Shape to, Tensor gradient) {
    Shape from = gradient.shape();
    if (from.equals(to)) {
      return gradient;
    }
    int lead = from.rank() - to.rank();
    int[] axes =
        IntStream.range(0, from.rank())
            .filter(i -> i < lead || (to.dim(i - lead) == 1 && from.dim(i) != 1))
            .toArray();
    return kernels.reduce(Reduction.SUM, gradient, axes).reshape(to);
  }
}
