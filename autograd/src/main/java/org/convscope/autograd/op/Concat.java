package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Tensors side by side (ONNX Concat): any number of inputs that differ along {@code axis} only. The
 * gradient of an input is its part of the output's.
 *
 * @param axis negative counted from the end
 */
public record Concat(int axis) implements Op {
  @Override
  public String type() {
    return "concat";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape first = inputs.get(0);
    int a = first.axis(axis);
    int total = 0;
    for (Shape s : inputs) {
      if (s.rank() != first.rank() || !s.with(a, 0).equals(first.with(a, 0))) {
        throw new IllegalArgumentException(
            "concat: all dimensions but axis %d must be equal, got %s".formatted(a, inputs));
      }
      total += s.dim(a);
    }
    return List.of(first.with(a, total));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    int a = inputs.get(0).shape().axis(axis);
    int[] lengths = inputs.stream().mapToInt(t -> t.shape().dim(a)).toArray();
    return Result.of(kernels.concat(inputs, a), new ConcatVjp(a, lengths));
  }

  /** Holds the inputs' lengths along the axis. */
  record ConcatVjp(int axis, int[] lengths) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      int start = 0;
      for (int i = 0; i < gx.length; i++) {
        if (wanted[i]) {
          gx[i] = backward.kernels().narrow(outputGradients[0], axis, start, lengths[i]);
        }
        start += lengths[i];
      }
      return gx;
    }
  }
}
