package org.convscope.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * Runs a plan once. A value owns its arrays unless they may be another value's too; what it owns is
 * recycled after its last use when nothing is recorded, and when the run is closed otherwise.
 */
final class Execution {
  private final Network network;
  private final Plan plan;
  private final Kernels kernels;
  private final Tape tape;
  private final Variable[] values;
  private final boolean[] owns;

  Execution(Network network, Kernels kernels, Plan plan) {
    this.network = network;
    this.plan = plan;
    this.kernels = plan.tracksInputs(network) ? kernels.tracking() : kernels;
    this.tape = new Tape(this.kernels);
    this.values = new Variable[plan.slots()];
    this.owns = new boolean[plan.slots()];
  }

  Run run(Map<String, Tensor> given) {
    for (Plan.Leaf leaf : plan.leaves()) {
      Tensor t = leaf.folded() != null ? leaf.folded() : network.leaf(leaf.name(), given);
      values[leaf.slot()] = leaf.tracked() ? tape.variable(t) : tape.constant(t);
    }
    for (Step step : plan.steps()) {
      compute(step);
      if (!plan.tracks()) {
        release(step);
      }
    }
    Map<String, Variable> kept = new HashMap<>();
    plan.kept().forEach((name, slot) -> kept.put(name, values[slot]));
    List<Tensor> tapped = ownedOf(plan.kept().values());
    plan.kept().values().forEach(slot -> owns[slot] = false);
    List<Tensor> recorded = plan.tracks() ? ownedOf(slots()) : new ArrayList<>();
    recorded.addAll(tape.held());
    return new Run(tape, kept, tapped, recorded);
  }

  private void compute(Step step) {
    int[] in = step.inputs();
    Variable[] inputs = new Variable[in.length];
    for (int i = 0; i < in.length; i++) {
      inputs[i] = in[i] < 0 ? null : values[in[i]];
    }
    List<Variable> made;
    try {
      made = tape.applyAll(step.name(), step.op(), Arrays.asList(inputs));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " (node " + step.name() + ")", e);
    }
    int[] out = step.outputs();
    for (int i = 0; i < out.length; i++) {
      if (out[i] >= 0) {
        if (i >= made.size()) {
          throw new IllegalArgumentException(
              "%s: has %d outputs, got a reader of output %d (node %s)"
                  .formatted(step.op().type(), made.size(), i, step.name()));
        }
        owns[out[i]] = in.length > 0;
        values[out[i]] = made.get(i);
        disownShared(out[i], in);
        disownShared(out[i], Arrays.copyOf(out, i));
      }
    }
  }

  /** Two values over one array: neither owns it. */
  private void disownShared(int slot, int[] others) {
    Tensor mine = values[slot].value();
    for (int other : others) {
      if (other >= 0 && values[other].value().sharesNumbers(mine)) {
        owns[slot] = false;
        owns[other] = false;
      }
    }
  }

  private void release(Step step) {
    for (int slot : step.last()) {
      if (owns[slot]) {
        kernels.buffers().recycle(values[slot].value());
      }
      values[slot] = null;
    }
  }

  private Collection<Integer> slots() {
    return IntStream.range(0, values.length).boxed().toList();
  }

  /** The values of those of the slots that own them. */
  private List<Tensor> ownedOf(Collection<Integer> slots) {
    List<Tensor> found = new ArrayList<>();
    for (int slot : new LinkedHashSet<>(slots)) {
      if (owns[slot]) {
        found.add(values[slot].value());
      }
    }
    return found;
  }
}
