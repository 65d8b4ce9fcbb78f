package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.view.Selection;

/**
 * Puts elements where max-pooling found them and zeros elsewhere (ONNX MaxUnpool): inputs x
 * [N×C×spatial] and INT64 indices of its shape, flat over the whole tensor that was pooled. Where
 * an index occurs repeatedly the last one in scan order wins; the gradient goes to the winner.
 *
 * @param window of the pooling that is undone
 * @param output shape of the output if it is not the smallest one that pools to x's shape; indices
 *     count in the smallest one nevertheless
 */
public record MaxUnpool(Window window, Optional<Shape> output) implements Op {
  /** To the smallest shape that pools to the input's. */
  public MaxUnpool(Window window) {
    this(window, Optional.empty());
  }

  @Override
  public String type() {
    return "max_unpool";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    if (!x.equals(inputs.get(1)) || x.rank() != window.rank() + 2) {
      throw new IllegalArgumentException(
          "max_unpool: an input of rank %d and indices of its shape are needed, got %s and %s"
              .formatted(window.rank() + 2, x, inputs.get(1)));
    }
    Shape counted = counted(x);
    Shape out = output.orElse(counted);
    if (out.rank() != x.rank() || out.dim(0) != x.dim(0) || out.dim(1) != x.dim(1)) {
      throw new IllegalArgumentException(
          "max_unpool: the output must keep batch and channels, got output %s for %s"
              .formatted(out, x));
    }
    return List.of(out);
  }

  /** The shape that the indices count in. */
  private Shape counted(Shape x) {
    int[] dims = x.dims();
    for (int i = 0; i < window.rank(); i++) {
      Window.Axis a = window.axes().get(i);
      dims[i + 2] = (dims[i + 2] - 1) * a.stride() + a.extent() - a.padBegin() - a.padEnd();
    }
    return Shape.of(dims);
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Shape counted = counted(x.shape());
    Shape out = output.orElse(counted);
    long[] indices = inputs.get(1).longs();
    int[] winner = new int[out.size()];
    Arrays.fill(winner, Selection.OUTSIDE);
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= counted.size()) {
        throw new IllegalArgumentException(
            "max_unpool: indices must lie in [0, %d), got %d"
                .formatted(counted.size(), indices[i]));
      }
      winner[place((int) indices[i], counted, out)] = i;
    }
    Selection selection = Selection.elements(x.size(), winner);
    return Result.of(
        selection.read(x, 0, kernels.buffers()).reshape(out),
        new Movement.SelectionVjp(selection, x.shape()));
  }

  private static int place(int index, Shape counted, Shape out) {
    int[] strides = out.strides();
    int place = 0;
    int rest = index;
    for (int axis = counted.rank() - 1; axis >= 0; axis--) {
      int at = rest % counted.dim(axis);
      if (at >= out.dim(axis)) {
        throw new IllegalArgumentException(
            "max_unpool: the output must hold every index, got output %s and index %d of %s"
                .formatted(out, index, counted));
      }
      place += at * strides[axis];
      rest /= counted.dim(axis);
    }
    return place;
  }
}
