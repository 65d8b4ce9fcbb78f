package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;

/** {@code mean a²} of a layer: more of whatever it sees (DeepDream, Mordvintsev et al. 2015). */
public record WholeLayer(Look look) implements Objective {
  @Override
  public Set<String> values() {
    return Set.of(look.value());
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    return Terms.mean(tape, Terms.power(tape, look.of(tape, values), 2));
  }
}
