package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Tensor;

/**
 * {@code mean ⟨a, v⟩ · max(0.1, cos(a, v))^power} over the positions: a direction in the space of
 * channels, or, where v has positions, an image's own activations exaggerated (caricature; Olah et
 * al. 2018).
 *
 * @param v [1×C×1×1] or of the layer's shape
 * @param power how much the angle counts beside the length
 */
public record Direction(Look look, Tensor v, double power) implements Objective {
  private static final double LEAST_COSINE = 0.1;
  private static final double TINY = 1e-12;

  @Override
  public Set<String> values() {
    return Set.of(look.value());
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable a = look.of(tape, values);
    if (v.shape().dim(1) != a.value().shape().dim(1)) {
      throw new IllegalArgumentException(
          "objective: a direction has a number per channel, %d here, got %d"
              .formatted(a.value().shape().dim(1), v.shape().dim(1)));
    }
    Variable to = tape.constant(v.cast(a.value().type()));
    Variable dot = Terms.sum(tape, Terms.product(tape, a, to), 1);
    if (power == 0) {
      return Terms.mean(tape, dot);
    }
    Variable lengths = Terms.product(tape, length(tape, a), length(tape, to));
    Variable cosine = Terms.atLeast(tape, Terms.ratio(tape, dot, lengths), LEAST_COSINE);
    return Terms.mean(tape, Terms.product(tape, dot, Terms.power(tape, cosine, power)));
  }

  /** Length over the channels, never quite 0 so that a silent position has a gradient. */
  private static Variable length(Tape tape, Variable a) {
    Variable squares = Terms.sum(tape, Terms.power(tape, a, 2), 1);
    return Terms.root(
        tape, Terms.plus(tape, squares, tape.constant(Tensor.scalar(a.value().type(), TINY))));
  }
}
