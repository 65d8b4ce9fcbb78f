package org.convscope.visualize.ascend.objective;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;

/**
 * {@code Σ weight · objective}.
 *
 * @param terms at least one
 */
public record Sum(List<Term> terms) implements Objective {
  /** One objective and its weight. */
  public record Term(double weight, Objective objective) {}

  public Sum {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("objective: at least one term is needed, got none");
    }
  }

  @Override
  public Set<String> values() {
    Set<String> all = new LinkedHashSet<>();
    terms.forEach(t -> all.addAll(t.objective().values()));
    return all;
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable sum = null;
    for (Term t : terms) {
      Variable part = Terms.times(tape, t.objective().of(tape, values), t.weight());
      sum = sum == null ? part : Terms.plus(tape, sum, part);
    }
    return sum;
  }
}
