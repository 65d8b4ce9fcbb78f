package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.MatMul;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * How different the images of a batch are to a layer (Olah et al. 2017): with F_b [C×HW] and G_b =
 * F_b·F_bᵀ over its Frobenius norm, {@code −(1/B) Σ_i Σ_{j≠i} ⟨G_i, G_j⟩}; 0 at best.
 */
public record Diversity(Look look) implements Objective {
  private static final double TINY = 1e-10;

  @Override
  public Set<String> values() {
    return Set.of(look.value());
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable a = look.of(tape, values);
    Shape shape = a.value().shape();
    int b = shape.dim(0);
    int c = shape.dim(1);
    Variable f = Terms.reshaped(tape, a, b, c, shape.size(2, 4));
    Variable gram = tape.apply(new MatMul(false, true), f, f);
    Variable flat = Terms.reshaped(tape, gram, b, c * c);
    Variable squares = Terms.sum(tape, Terms.power(tape, flat, 2), 1);
    Variable tiny = tape.constant(Tensor.scalar(a.value().type(), TINY));
    Variable unit = Terms.ratio(tape, flat, Terms.root(tape, Terms.plus(tape, squares, tiny)));
    Variable products = tape.apply(new MatMul(false, true), unit, unit);
    double[] others =
        IntStream.range(0, b * b).mapToDouble(i -> i / b == i % b ? 0 : -1.0 / b).toArray();
    Variable mask = tape.constant(Tensor.of(Shape.of(b, b), others).cast(a.value().type()));
    return Terms.sum(tape, Terms.product(tape, products, mask));
  }
}
