package org.convscope.visualize.ascend.objective;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;

/**
 * A batch that goes from one objective to another: image i of B raises {@code (1 − i/(B−1))·from +
 * i/(B−1)·to}; the mean over the batch.
 */
public record Between(Objective from, Objective to) implements Objective {
  @Override
  public Set<String> values() {
    Set<String> all = new LinkedHashSet<>(from.values());
    all.addAll(to.values());
    return all;
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    int batch = values.values().iterator().next().value().shape().dim(0);
    Variable sum = null;
    for (int i = 0; i < batch; i++) {
      double t = batch == 1 ? 0.5 : (double) i / (batch - 1);
      Map<String, Variable> item = new LinkedHashMap<>();
      for (Map.Entry<String, Variable> v : values.entrySet()) {
        item.put(v.getKey(), Terms.cut(tape, v.getValue(), 0, i, i + 1));
      }
      Variable part =
          Terms.plus(
              tape,
              Terms.times(tape, from.of(tape, item), (1 - t) / batch),
              Terms.times(tape, to.of(tape, item), t / batch));
      sum = sum == null ? part : Terms.plus(tape, sum, part);
    }
    return sum;
  }
}
