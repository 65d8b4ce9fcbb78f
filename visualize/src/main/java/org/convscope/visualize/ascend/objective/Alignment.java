package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;

/**
 * How alike neighbours of a batch are to a layer, so that a series of images shows one thing that
 * changes: {@code −Σ_{d=1..4} Σ_i mean((a_i − a_{i+d})²)/2^d}; 0 at best.
 */
public record Alignment(Look look) implements Objective {
  private static final int FARTHEST = 4;

  @Override
  public Set<String> values() {
    return Set.of(look.value());
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable a = look.of(tape, values);
    int batch = a.value().shape().dim(0);
    if (batch < 2) {
      throw new IllegalArgumentException(
          "alignment: a batch of at least 2 images is needed, got " + batch);
    }
    Variable sum = null;
    for (int d = 1; d <= Math.min(FARTHEST, batch - 1); d++) {
      Variable here = Terms.cut(tape, a, 0, 0, batch - d);
      Variable there = Terms.cut(tape, a, 0, d, batch);
      Variable squares = Terms.power(tape, Terms.minus(tape, here, there), 2);
      // The mean over all pairs, times their number, is the sum of the pairs' means.
      Variable part = Terms.times(tape, Terms.mean(tape, squares), -(batch - d) / Math.pow(2, d));
      sum = sum == null ? part : Terms.plus(tape, sum, part);
    }
    return sum;
  }
}
