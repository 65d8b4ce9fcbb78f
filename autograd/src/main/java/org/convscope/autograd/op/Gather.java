package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Selection;

/**
 * Entries of x by index along an axis (ONNX Gather): inputs x and an integer tensor of indices, of
 * any shape, negative ones counted from the end; in the output's shape that shape replaces the
 * axis. The gradient by x adds up where an index occurs repeatedly; the indices have none.
 *
 * @param axis the indexed axis, negative counted from the end
 */
public record Gather(int axis) implements Op {
  @Override
  public String type() {
    return "gather";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    Shape indices = inputs.get(1);
    int a = x.axis(axis);
    int[] dims = new int[x.rank() - 1 + indices.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          i < a
              ? x.dim(i)
              : i < a + indices.rank() ? indices.dim(i - a) : x.dim(i - indices.rank() + 1);
    }
    return List.of(Shape.of(dims));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int a = x.shape().axis(axis);
    int n = x.shape().dim(a);
    long[] indices = inputs.get(1).longs();
    if (Arrays.stream(indices).anyMatch(i -> i < -n || i >= n)) {
      throw new IllegalArgumentException(
          "gather: indices must lie in [-%d, %d), got %s on axis %d of %s"
              .formatted(n, n, Arrays.toString(indices), a, x));
    }
    Selection selection =
        Selection.all(x.shape())
            .along(a, indices.length, i -> (int) (indices[i] < 0 ? indices[i] + n : indices[i]));
    Shape shape = shapes(List.of(x.shape(), inputs.get(1).shape())).get(0);
    return Result.of(
        selection.read(x, 0, kernels.buffers()).reshape(shape),
        new Movement.SelectionVjp(selection, x.shape()));
  }
}
