package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Binary;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * {@code x/‖x‖} along an axis (ONNX LpNormalization); where the norm is 0, y is 0.
 *
 * @param norm L1 or L2
 * @param axis negative counted from the end
 */
public record LpNorm(ReduceNorm.Norm norm, int axis) implements Composed {
  public LpNorm {
    if (norm != ReduceNorm.Norm.L1 && norm != ReduceNorm.Norm.L2) {
      throw new IllegalArgumentException("lp_norm: the norm must be L1 or L2, got " + norm);
    }
  }

  @Override
  public String type() {
    return "lp_norm";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    inputs.get(0).axis(axis);
    return List.of(inputs.get(0));
  }

  /** Adds 1 to a norm of 0, so that 0/0 does not occur. */
  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Variable x = inputs.get(0);
    Variable size = tape.apply(new ReduceNorm(norm, List.of(axis), true), x);
    Tensor zero = Tensor.zeros(size.value().type(), size.value().shape());
    Variable isZero = tape.constant(tape.kernels().combine(IS_EQUAL, size.value(), zero));
    Variable safe = tape.apply(new Elementwise(Arithmetic.ADD), size, isZero);
    return List.of(tape.apply(new Elementwise(Arithmetic.DIV), x, safe));
  }

  private static final Binary IS_EQUAL =
      new Binary() {
        @Override
        public String name() {
          return "is_equal";
        }

        @Override
        public double at(double a, double b) {
          return a == b ? 1 : 0;
        }

        @Override
        public long at(long a, long b) {
          return a == b ? 1 : 0;
        }
      };
}
