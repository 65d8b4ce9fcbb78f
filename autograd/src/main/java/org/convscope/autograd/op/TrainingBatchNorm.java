package org.convscope.autograd.op;

import static org.convscope.autograd.op.BatchNorm.perChannel;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.ChannelSums;
import org.convscope.engine.ChannelTerm;
import org.convscope.engine.Kernels;
import org.convscope.engine.Moments;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Batch normalisation with the batch's own statistics (Ioffe and Szegedy 2015; PyTorch's train
 * mode, ONNX {@code training_mode} 1). Inputs x [N×C×...], scale, bias, running mean and running
 * variance [C]; outputs y, the running mean and the running variance afterwards: {@code (1 −
 * momentum)·old + momentum·batch}. y is normalised with the biased variance. Gradients by x, scale
 * and bias of y; nothing flows through the running statistics.
 *
 * @param epsilon added to the variance
 * @param momentum weight of the batch, as in PyTorch; ONNX's is 1 − this
 * @param running which variance the running one follows
 */
public record TrainingBatchNorm(double epsilon, double momentum, Variance running) implements Op {
  /** Estimates of a variance from n numbers. */
  public enum Variance {
    /** Divided by n: ONNX. */
    BIASED,
    /** Divided by n − 1: PyTorch. */
    UNBIASED
  }

  @Override
  public String type() {
    return "training_batch_norm";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    BatchNorm.requireChannels(inputs);
    Shape x = inputs.get(0);
    if (running == Variance.UNBIASED && x.size() == x.dim(1)) {
      throw new IllegalArgumentException(
          "training_batch_norm: more than one number per channel is needed, got " + x);
    }
    return List.of(x, inputs.get(3), inputs.get(4));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor scale = inputs.get(1);
    Tensor bias = inputs.get(2);
    Moments m = kernels.channelMoments(x);
    Tensor inverse = perChannel(x, c -> 1 / Math.sqrt(m.variance().at(c) + epsilon));
    Tensor factor = perChannel(x, c -> scale.at(c) * inverse.at(c));
    Tensor shift = perChannel(x, c -> bias.at(c) - m.mean().at(c) * factor.at(c));
    double n = count(x.shape());
    double correction = running == Variance.UNBIASED ? n / (n - 1) : 1;
    Tensor mean = perChannel(x, c -> blend(inputs.get(3).at(c), m.mean().at(c)));
    Tensor variance =
        perChannel(x, c -> blend(inputs.get(4).at(c), correction * m.variance().at(c)));
    return new Result(
        List.of(kernels.affine(x, factor, shift), mean, variance),
        new TrainingBatchNormVjp(x, scale, m.mean(), inverse));
  }

  private double blend(double old, double batch) {
    return (1 - momentum) * old + momentum * batch;
  }

  /** Numbers per channel. */
  private static double count(Shape x) {
    return (double) x.size() / x.dim(1);
  }

  /** Holds the input and, per channel, scale, batch mean and inverse deviation. */
  record TrainingBatchNormVjp(Tensor x, Tensor scale, Tensor mean, Tensor inverse) implements Vjp {
    /**
     * With x̂ = (x − mean)·inverse: gx = scale·inverse·(gy − mean(gy) − x̂·mean(gy·x̂)), which is
     * {@code a·gy + b·x + d} per channel.
     */
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0];
      Tensor[] gx = new Tensor[wanted.length];
      if (gy == null) {
        return gx;
      }
      double n = count(x.shape());
      ChannelSums sums = k.channelSums(gy, x);
      Tensor sum = sums.sum();
      Tensor dot = sums.dot();
      Tensor byScale = perChannel(x, c -> (dot.at(c) - mean.at(c) * sum.at(c)) * inverse.at(c));
      if (wanted[0]) {
        Tensor a = perChannel(x, c -> scale.at(c) * inverse.at(c));
        Tensor b = perChannel(x, c -> -a.at(c) * inverse.at(c) * byScale.at(c) / n);
        Tensor d = perChannel(x, c -> -a.at(c) * sum.at(c) / n - b.at(c) * mean.at(c));
        gx[0] = k.affineSum(new ChannelTerm(gy, a), new ChannelTerm(x, b), d);
      }
      if (wanted[1]) {
        gx[1] = byScale;
      }
      if (wanted[2]) {
        gx[2] = sum;
      }
      return gx;
    }
  }
}
