package org.convscope.autograd.op;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Reduces each plane of x [N×C×spatial] to one number, [N×C×1×…] (ONNX GlobalAveragePool and
 * GlobalMaxPool).
 *
 * @param how mean or maximum, as a rule
 */
public record GlobalPool(Reduction how) implements Op {
  @Override
  public String type() {
    return "global_pool";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    if (inputs.get(0).rank() < 3) {
      throw new IllegalArgumentException(
          "global_pool: an input [N×C×spatial] is needed, got " + inputs.get(0));
    }
    return reduce(inputs.get(0)).shapes(inputs);
  }

  private Reduce reduce(Shape x) {
    return new Reduce(how, IntStream.range(2, x.rank()).boxed().toList(), true);
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    return reduce(inputs.get(0).shape()).forward(kernels, inputs);
  }
}
