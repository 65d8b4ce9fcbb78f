package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Tensor;

/**
 * {@code −‖a(x) − a₀‖² / ‖a₀‖²}, the batch's mean: the image with the activations of another one
 * (Mahendran and Vedaldi 2014); 0 at best.
 *
 * @param target a₀, of one image, as the look sees it
 */
public record Inversion(Look look, Tensor target) implements Objective {
  @Override
  public Set<String> values() {
    return Set.of(look.value());
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable a = look.of(tape, values);
    Variable away = Terms.minus(tape, a, tape.constant(target.cast(a.value().type())));
    double energy = 0;
    for (double t : target.toDoubles()) {
      energy += t * t;
    }
    double scale = -target.size() / Math.max(energy, Double.MIN_NORMAL);
    return Terms.times(tape, Terms.mean(tape, Terms.power(tape, away, 2)), scale);
  }
}
