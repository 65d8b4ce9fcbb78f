package org.convscope.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * Runs a plan. In a forward pass that is not tracked, the arrays of a value are recycled after its
 * last use, unless they may be another value's too.
 */
final class Execution {
  private final Network network;
  private final Kernels kernels;
  private final Plan plan;
  private final Tape tape;
  private final Map<String, Variable> values = new HashMap<>();
  private final Map<String, Boolean> recyclable = new HashMap<>();

  Execution(Network network, Kernels kernels, Plan plan) {
    this.network = network;
    this.kernels = kernels;
    this.plan = plan;
    this.tape = new Tape(kernels);
  }

  Run run(Map<String, Tensor> given) {
    for (int i = 0; i < plan.nodes().size(); i++) {
      Node node = plan.nodes().get(i);
      List<Variable> in = new ArrayList<>();
      for (String name : node.inputs()) {
        in.add(name.isEmpty() ? null : value(name, given));
      }
      List<Variable> out = apply(node, in);
      for (int o = 0; o < node.outputs().size() && o < out.size(); o++) {
        keep(node, node.outputs().get(o), out.get(o), in);
      }
      if (plan.request().tracked().isEmpty()) {
        release(node, i);
      }
    }
    Map<String, Variable> kept = new HashMap<>();
    plan.request().taps().forEach(t -> kept.put(t, value(t, given)));
    plan.request().tracked().forEach(t -> kept.put(t, value(t, given)));
    return new Run(tape, kept);
  }

  private List<Variable> apply(Node node, List<Variable> in) {
    try {
      return tape.applyAll(node.name(), node.op(), in);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " (node " + node.name() + ")", e);
    }
  }

  private Variable value(String name, Map<String, Tensor> given) {
    Variable v = values.get(name);
    if (v == null) {
      Tensor t = network.parameters().get(name);
      t = t != null ? t : given.get(name);
      if (t == null) {
        throw new IllegalArgumentException(
            "network "
                + network.name()
                + ": the input "
                + name
                + " is missing, got "
                + given.keySet());
      }
      v = plan.request().tracked().contains(name) ? tape.variable(t) : tape.constant(t);
      values.put(name, v);
    }
    return v;
  }

  private void keep(Node node, String name, Variable value, List<Variable> inputs) {
    values.put(name, value);
    boolean own = !node.inputs().isEmpty() && !plan.request().taps().contains(name);
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != null && inputs.get(i).value().sharesNumbers(value.value())) {
        own = false;
        recyclable.put(node.inputs().get(i), false);
      }
    }
    recyclable.put(name, own);
  }

  /** Recycles what node {@code i} was the last to read. */
  private void release(Node node, int i) {
    for (String name : node.inputs()) {
      if (plan.lastUse().getOrDefault(name, -1) == i && !plan.request().taps().contains(name)) {
        Variable v = values.remove(name);
        if (v != null && recyclable.getOrDefault(name, false)) {
          kernels.buffers().recycle(v.value());
        }
      }
    }
  }
}
