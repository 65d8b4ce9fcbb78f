package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Lrn;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;

/**
 * Local response normalisation across channels of x [N×C×...] (Krizhevsky et al. 2012 §3.3; ONNX
 * LRN): {@code y = x·D}, {@code D_c = (bias + alpha/size·Σ x²)^−beta} over neighbouring channels.
 * The gradient is exact; {@link VisualisationRules} replaces it by the frozen scale {@code gy·D}.
 *
 * @param attributes size, alpha, beta and bias
 */
public record LocalResponseNorm(Lrn attributes) implements Op {
  @Override
  public String type() {
    return "lrn";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    if (inputs.get(0).rank() < 2) {
      throw new IllegalArgumentException("lrn: an input [N×C×...] is needed, got " + inputs.get(0));
    }
    return List.of(inputs.get(0));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    return Result.of(kernels.lrn(x, attributes), new LrnVjp(attributes, x));
  }

  /** Holds the input. */
  record LrnVjp(Lrn attributes, Tensor x) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {backward.kernels().lrnGradient(x, outputGradients[0], attributes)};
    }

    /** {@code gy·D} with D a constant. */
    Tensor frozen(Kernels kernels, Tensor gy) {
      Shape s = x.shape();
      Shape column = Shape.of(s.dim(0), 1, s.dim(1), s.size(2, s.rank()));
      int size = attributes.size();
      Window across =
          Window.of(
              new Window.Axis(size, 1, (size - 1) / 2, size / 2, 1),
              new Window.Axis(1, 1, 0, 0, 1));
      Tensor squares = kernels.map(new Functions.Power(2), x).reshape(column);
      Tensor means = kernels.averagePool(squares, across, true);
      Tensor denominator = kernels.map(new Denominator(attributes), means).reshape(s);
      return kernels.combine(Arithmetic.MUL, gy, denominator);
    }
  }

  /** {@code (bias + alpha·m)^−beta} of a mean square m. */
  private record Denominator(Lrn a) implements Unary {
    @Override
    public String name() {
      return "lrn_denominator";
    }

    @Override
    public double at(double m) {
      return Math.pow(a.bias() + a.alpha() * m, -a.beta());
    }

    @Override
    public double slope(double m, double y) {
      return -a.beta() * a.alpha() * y / (a.bias() + a.alpha() * m);
    }
  }
}
