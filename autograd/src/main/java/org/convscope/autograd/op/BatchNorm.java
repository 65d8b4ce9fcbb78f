package org.convscope.autograd.op;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Batch normalisation with frozen statistics (Ioffe and Szegedy 2015; ONNX BatchNormalization,
 * PyTorch's eval mode): {@code y = (x − mean[c])/√(var[c] + epsilon)·scale[c] + bias[c]}. Inputs x
 * [N×C×...], scale, bias, mean and variance [C]. It is a constant scale per channel: gradients by
 * x, scale and bias; the statistics are frozen, so theirs is zero by definition.
 *
 * @param epsilon added to the variance
 */
public record BatchNorm(double epsilon) implements Op {
  @Override
  public String type() {
    return "batch_norm";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    requireChannels(inputs);
    return List.of(inputs.get(0));
  }

  static void requireChannels(List<Shape> inputs) {
    Shape x = inputs.get(0);
    for (Shape s : inputs.subList(1, inputs.size())) {
      if (x.rank() < 2 || !s.equals(Shape.of(x.dim(1)))) {
        throw new IllegalArgumentException(
            "batch_norm: scale, bias, mean and variance must have one number per channel, got %s for %s"
                .formatted(s, x));
      }
    }
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor scale = inputs.get(1);
    Tensor bias = inputs.get(2);
    Tensor mean = inputs.get(3);
    Tensor variance = inputs.get(4);
    Tensor inverse = perChannel(x, c -> 1 / Math.sqrt(variance.at(c) + epsilon));
    Tensor factor = perChannel(x, c -> scale.at(c) * inverse.at(c));
    Tensor shift = perChannel(x, c -> bias.at(c) - mean.at(c) * factor.at(c));
    return Result.of(kernels.affine(x, factor, shift), new BatchNormVjp(x, factor, mean, inverse));
  }

  /** A number per channel of x, of x's type. */
  static Tensor perChannel(Tensor x, IntToDoubleFunction f) {
    double[] v = new double[x.shape().dim(1)];
    for (int c = 0; c < v.length; c++) {
      v[c] = f.applyAsDouble(c);
    }
    return Tensor.of(Shape.of(v.length), v).cast(x.type());
  }

  /** Holds the input and, per channel, factor, mean and inverse deviation. */
  record BatchNormVjp(Tensor x, Tensor factor, Tensor mean, Tensor inverse) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0];
      Tensor[] gx = new Tensor[wanted.length];
      if (wanted[0]) {
        gx[0] = k.affine(gy, factor, Tensor.zeros(factor.type(), factor.shape()));
      }
      if (wanted[1]) {
        Tensor dot = k.channelDot(gy, x);
        Tensor sum = k.channelSum(gy);
        gx[1] = perChannel(x, c -> (dot.at(c) - mean.at(c) * sum.at(c)) * inverse.at(c));
      }
      if (wanted[2]) {
        gx[2] = k.channelSum(gy);
      }
      return gx;
    }
  }
}
