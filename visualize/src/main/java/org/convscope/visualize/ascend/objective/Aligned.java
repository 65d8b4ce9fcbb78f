package org.convscope.visualize.ascend.objective;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Functions;
import org.convscope.engine.Tensor;

/**
 * A target of a series of images that change little from one to the next: {@code s −
 * share·|s|·u/mean(a²)} with the target's score s and neighbours' unlikeness u = −{@link
 * Alignment}. Relative to the activations a and to the score, one share suits every layer.
 *
 * @param target that is raised
 * @param alignment where the images are compared
 * @param share how much unlikeness counts, above 0
 */
public record Aligned(Objective target, Alignment alignment, double share) implements Objective {
  private static final double TINY = 1e-10;

  public Aligned {
    if (!(share > 0)) {
      throw new IllegalArgumentException("alignment: a share above 0 is needed, got " + share);
    }
  }

  @Override
  public Set<String> values() {
    Set<String> all = new LinkedHashSet<>(target.values());
    all.addAll(alignment.values());
    return all;
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable score = target.of(tape, values);
    Variable size = Terms.times(tape, tape.apply(new Activation(Functions.ABS), score), share);
    Variable squares = Terms.power(tape, alignment.look().of(tape, values), 2);
    Variable tiny = tape.constant(Tensor.scalar(score.value().type(), TINY));
    Variable power = Terms.plus(tape, Terms.mean(tape, squares), tiny);
    Variable like = Terms.ratio(tape, alignment.of(tape, values), power);
    return Terms.plus(tape, score, Terms.product(tape, size, like));
  }
}
