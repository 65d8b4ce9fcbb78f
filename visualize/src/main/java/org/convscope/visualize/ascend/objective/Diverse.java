package org.convscope.visualize.ascend.objective;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Functions;

/**
 * A target of a batch of different images: {@code s − share·|s|·d} with the target's score s and
 * the images' mean likeness d = −{@link Diversity}/(B − 1), 0 … 1. Likeness counts in proportion to
 * the score, so that one share suits every layer, whatever the size of its activations.
 *
 * @param target that is raised
 * @param diversity where the images are compared
 * @param share of the score that equal images lose, 0 … 1
 */
public record Diverse(Objective target, Diversity diversity, double share) implements Objective {
  public Diverse {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "diversity: a share above 0 %% up to 100 %% is needed, got %s %%".formatted(100 * share));
    }
  }

  @Override
  public Set<String> values() {
    Set<String> all = new LinkedHashSet<>(target.values());
    all.addAll(diversity.values());
    return all;
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable score = target.of(tape, values);
    Variable size = tape.apply(new Activation(Functions.ABS), score);
    int others = values.get(diversity.look().value()).value().shape().dim(0) - 1;
    if (others < 1) {
      throw new IllegalArgumentException("diversity: a batch of at least 2 images is needed");
    }
    Variable unlike = Terms.times(tape, diversity.of(tape, values), share / others);
    return Terms.plus(tape, score, Terms.product(tape, size, unlike));
  }
}
