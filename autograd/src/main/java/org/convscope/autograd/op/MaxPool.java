package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.LinkedVjp;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Pooled;
import org.convscope.engine.Shape;
import org.convscope.engine.Switches;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * Maxima over windows of x [N×C×spatial] (ONNX MaxPool). Padding never wins; on a tie the first
 * element in scan order does. The gradient goes to the winner: unpooling with the switches that the
 * {@link MaxPoolVjp} holds.
 *
 * @param window kernel, stride, padding, dilation and rounding; one group
 * @param indices whether there is a second output, INT64: each maximum's flat index in x
 */
public record MaxPool(Window window, Indices indices) implements Op {
  /** The second output. */
  public enum Indices {
    /** There is none. */
    NONE,
    /** Indices into x in C order. */
    ROW_MAJOR,
    /** Indices into x with the spatial axes in reverse order (ONNX {@code storage_order} 1). */
    COLUMN_MAJOR
  }

  /** Without indices. */
  public MaxPool(Window window) {
    this(window, Indices.NONE);
  }

  @Override
  public String type() {
    return "max_pool";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    Shape y = window.output(x, x.rank() > 1 ? x.dim(1) : 0);
    return indices == Indices.NONE ? List.of(y) : List.of(y, y);
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Pooled pooled = kernels.maxPool(x, window);
    Vjp vjp = new MaxPoolVjp(pooled.switches(), x.shape());
    return indices == Indices.NONE
        ? Result.of(pooled.output(), vjp)
        : new Result(List.of(pooled.output(), indices(pooled.switches(), x.shape())), vjp);
  }

  private Tensor indices(Switches switches, Shape x) {
    int[] s = switches.plain();
    int plane = x.size(2, x.rank());
    int outPlane = switches.shape().size(2, x.rank());
    long[] flat = new long[s.length];
    for (int i = 0; i < s.length; i++) {
      long place = indices == Indices.ROW_MAJOR || s[i] < 0 ? s[i] : columnMajor(s[i], x);
      flat[i] = (long) (i / outPlane) * plane + place;
    }
    return Tensor.of(DType.INT64, switches.shape(), flat);
  }

  private static long columnMajor(int rowMajor, Shape x) {
    long index = 0;
    int rest = rowMajor;
    int size = x.size(2, x.rank());
    for (int axis = x.rank() - 1; axis >= 2; axis--) {
      size /= x.dim(axis);
      index += (long) (rest % x.dim(axis)) * size;
      rest /= x.dim(axis);
    }
    return index;
  }

  /**
   * Holds the positions of the maxima.
   *
   * @param switches per output element the flat index in the input's plane
   * @param input shape of the input
   */
  public record MaxPoolVjp(Switches switches, Shape input) implements LinkedVjp {
    @Override
    public Sign sign() {
      return Sign.FOLLOWS;
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link) {
      return apply(backward, new Tensor[] {outputGradient}, wanted);
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {backward.kernels().unpool(outputGradients[0], switches, input)};
    }
  }
}
