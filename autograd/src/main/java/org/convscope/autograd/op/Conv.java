package org.convscope.autograd.op;

import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Backward;
import org.convscope.autograd.LinkedVjp;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.Epilogue;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * Convolution (cross-correlation, as in ONNX Conv and PyTorch): inputs x [N×C×spatial], weight
 * [O×C/groups×kernel] and, optionally, bias [O]; output [N×O×spatial out]. Gradients: by x the
 * transposed convolution of gy, by weight the correlation of x with gy, by bias the sum of gy over
 * batch and space.
 *
 * @param window kernel, stride, padding, dilation and groups
 */
public record Conv(Window window) implements Op {
  @Override
  public String type() {
    return "conv";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape weight = inputs.get(1);
    Shape out = window.convolved(inputs.get(0), weight);
    if (inputs.size() > 2
        && inputs.get(2) != null
        && !inputs.get(2).equals(Shape.of(weight.dim(0)))) {
      throw new IllegalArgumentException(
          "conv: bias must have one number per filter, got bias %s and weight %s"
              .formatted(inputs.get(2), weight));
    }
    return List.of(out);
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Optional<Tensor> bias = Optional.ofNullable(inputs.size() > 2 ? inputs.get(2) : null);
    Tensor y = kernels.convolution(x, weight, bias, window, Epilogue.NONE);
    return Result.of(y, new ConvVjp(window, x, weight, bias));
  }

  /** Holds input and parameters; the bias is for rules that look at the output. */
  record ConvVjp(Window window, Tensor x, Tensor weight, Optional<Tensor> bias)
      implements LinkedVjp {
    @Override
    public Sign sign() {
      return Sign.FREE;
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor gy = outputGradients[0];
      Tensor[] gx = byParameters(backward.kernels(), gy, wanted);
      if (wanted[0]) {
        gx[0] = backward.kernels().convolutionInputGradient(gy, weight, window, x.shape());
      }
      return gx;
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link) {
      if (wanted[0]) {
        arrive(backward.kernels(), ChannelSlice.all(outputGradient), 0, link);
      }
      return byParameters(backward.kernels(), outputGradient, wanted);
    }

    /** Hands the gradient by x to the link as that of the call's input of this number. */
    void arrive(Kernels kernels, ChannelSlice gy, int input, Link link) {
      GradientEpilogue epilogue = link.epilogue(input);
      link.arrived(
          input, kernels.convolutionInputGradient(gy, weight, window, x.shape(), epilogue));
    }

    /** Gradients by weight and bias in their places. */
    private Tensor[] byParameters(Kernels k, Tensor gy, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      if (wanted[1]) {
        gx[1] = k.convolutionWeightGradient(x, gy, window, weight.shape());
      }
      if (wanted.length > 2 && wanted[2]) {
        gx[2] = k.channelSum(gy);
      }
      return gx;
    }
  }
}
