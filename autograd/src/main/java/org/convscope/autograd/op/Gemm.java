package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * {@code alpha·op(a)·op(b) + beta·c} for matrices a and b (ONNX Gemm); c is optional and broadcast
 * to the product's shape.
 *
 * @param alpha factor of the product
 * @param beta factor of c
 * @param transposeA take a as [K×M]
 * @param transposeB take b as [N×K]
 */
public record Gemm(double alpha, double beta, boolean transposeA, boolean transposeB)
    implements Composed {
  @Override
  public String type() {
    return "gemm";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    if (inputs.get(0).rank() != 2 || inputs.get(1).rank() != 2) {
      throw new IllegalArgumentException(
          "gemm: a and b must be matrices, got %s and %s".formatted(inputs.get(0), inputs.get(1)));
    }
    List<Shape> out = new MatMul(transposeA, transposeB).shapes(inputs.subList(0, 2));
    if (inputs.size() > 2
        && inputs.get(2) != null
        && !out.get(0).broadcast(inputs.get(2)).equals(out.get(0))) {
      throw new IllegalArgumentException(
          "gemm: c must stretch to the product, got c %s and product %s"
              .formatted(inputs.get(2), out.get(0)));
    }
    return out;
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Variable y = tape.apply(new MatMul(transposeA, transposeB), inputs.get(0), inputs.get(1));
    y = scaled(tape, alpha, y);
    if (inputs.size() > 2 && inputs.get(2) != null) {
      y = tape.apply(new Elementwise(Arithmetic.ADD), y, scaled(tape, beta, inputs.get(2)));
    }
    return List.of(y);
  }

  private static Variable scaled(Tape tape, double factor, Variable x) {
    return factor == 1 ? x : tape.apply(new Activation(new Scale(factor)), x);
  }
}
