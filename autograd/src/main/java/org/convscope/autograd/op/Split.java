package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Cuts a tensor along an axis (ONNX Split); the gradient is the concatenation of the parts'
 * gradients, zeros where nothing flows into a part.
 *
 * @param axis negative counted from the end
 * @param lengths of the parts; they add up to the axis
 */
public record Split(int axis, List<Integer> lengths) implements Op {
  public Split {
    lengths = List.copyOf(lengths);
  }

  /**
   * Into {@code parts} equal parts; if the axis does not divide, the last one is smaller (ONNX 18).
   */
  public static Split equally(int axis, int parts, int dim) {
    int each = (dim + parts - 1) / parts;
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      lengths.add(Math.max(0, Math.min(each, dim - i * each)));
    }
    return new Split(axis, lengths);
  }

  @Override
  public String type() {
    return "split";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    int total = lengths.stream().mapToInt(Integer::intValue).sum();
    if (total != x.dim(axis)) {
      throw new IllegalArgumentException(
          "split: the parts must add up to axis %d, got parts %s of %s"
              .formatted(axis, lengths, x));
    }
    return lengths.stream().map(n -> x.with(axis, n)).toList();
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    List<Tensor> parts = new ArrayList<>();
    int start = 0;
    for (int n : lengths) {
      parts.add(kernels.narrow(x, x.shape().axis(axis), start, n));
      start += n;
    }
    return new Result(
        parts,
        new SplitVjp(x.shape().axis(axis), x.type(), parts.stream().map(Tensor::shape).toList()));
  }

  /** Holds the parts' shapes. */
  record SplitVjp(int axis, DType type, List<Shape> parts) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      List<Tensor> gys = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        Tensor gy = outputGradients[i];
        gys.add(gy != null ? gy : Tensor.zeros(type, parts.get(i)));
      }
      return new Tensor[] {backward.kernels().concat(gys, axis)};
    }
  }
}
