package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * Transposed convolution (ONNX ConvTranspose, PyTorch's conv_transpose): the input gradient of a
 * convolution as a forward op. Inputs x [N×C×spatial], weight [C×O/groups×kernel] and, optionally,
 * bias [O]; output [N×O×spatial out], {@code out = (in − 1)·stride + extent − padding} per axis.
 * Gradients: by x the convolution of gy, by weight the convolution's weight gradient with the roles
 * of input and output swapped, by bias the sum of gy over batch and space.
 *
 * @param window of the convolution that this op transposes: from this op's output to its input
 */
public record ConvTranspose(Window window) implements Op {
  /**
   * With output padding, which makes the output longer at its end: the same as that much less
   * padding there.
   */
  public static ConvTranspose of(Window window, int... outputPadding) {
    List<Window.Axis> axes = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      Window.Axis a = window.axes().get(i);
      axes.add(
          new Window.Axis(
              a.kernel(), a.stride(), a.padBegin(), a.padEnd() - outputPadding[i], a.dilation()));
    }
    return new ConvTranspose(new Window(axes, window.groups(), false));
  }

  @Override
  public String type() {
    return "conv_transpose";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    Shape weight = inputs.get(1);
    if (x.rank() != window.rank() + 2
        || weight.rank() != x.rank()
        || weight.dim(0) != x.dim(1)
        || x.dim(1) % window.groups() != 0) {
      throw new IllegalArgumentException(
          ("conv_transpose: weight must be [C×O/groups×kernel] for an input [N×C×spatial],"
                  + " got input %s, weight %s, groups %d")
              .formatted(x, weight, window.groups()));
    }
    int[] out = new int[x.rank()];
    out[0] = x.dim(0);
    out[1] = weight.dim(1) * window.groups();
    for (int i = 0; i < window.rank(); i++) {
      Window.Axis a = window.axes().get(i);
      if (weight.dim(i + 2) != a.kernel()) {
        throw new IllegalArgumentException(
            "conv_transpose: kernel_shape must match the weight, got kernel %d on axis %d and weight %s"
                .formatted(a.kernel(), i, weight));
      }
      out[i + 2] = (x.dim(i + 2) - 1) * a.stride() + a.extent() - a.padBegin() - a.padEnd();
      if (out[i + 2] < 1) {
        throw new IllegalArgumentException(
            "conv_transpose: padding must leave some output, got %d on axis %d for input %s"
                .formatted(out[i + 2], i, x));
      }
    }
    if (inputs.size() > 2 && inputs.get(2) != null && !inputs.get(2).equals(Shape.of(out[1]))) {
      throw new IllegalArgumentException(
          "conv_transpose: bias must have one number per output channel %d, got bias %s"
              .formatted(out[1], inputs.get(2)));
    }
    return List.of(Shape.of(out));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Shape out = shapes(List.of(x.shape(), weight.shape())).get(0);
    Tensor y = kernels.convolutionInputGradient(x, weight, window, out);
    if (inputs.size() > 2 && inputs.get(2) != null) {
      Tensor bias = inputs.get(2);
      Tensor ones = Tensor.full(bias.type(), bias.shape(), 1);
      y = kernels.affine(y, ones, bias);
    }
    return Result.of(y, new ConvTransposeVjp(window, x, weight));
  }

  /** Holds input and weight. */
  record ConvTransposeVjp(Window window, Tensor x, Tensor weight) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0];
      Tensor[] gx = new Tensor[wanted.length];
      if (wanted[0]) {
        gx[0] = k.convolution(gy, weight, Optional.empty(), window, Epilogue.NONE);
      }
      if (wanted[1]) {
        gx[1] = k.convolutionWeightGradient(gy, x, window, weight.shape());
      }
      if (wanted.length > 2 && wanted[2]) {
        gx[2] = k.channelSum(gy);
      }
      return gx;
    }
  }
}
