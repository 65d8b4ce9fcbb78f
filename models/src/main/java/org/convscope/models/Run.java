package org.convscope.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Gradients;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Tensor;

/** One forward pass: the tapped values and, if it was tracked, the way back. */
public final class Run {
  private final Tape tape;
  private final Map<String, Variable> kept;

  Run(Tape tape, Map<String, Variable> kept) {
    this.tape = tape;
    this.kept = kept;
  }

  /**
   * A tapped value, or a tracked leaf.
   *
   * @throws IllegalArgumentException if the request did not name it
   */
  public Tensor value(String name) {
    return variable(name).value();
  }

  /**
   * Goes back from seeds to gradients; can be called any number of times.
   *
   * @param seeds output gradient by tapped value, of its shape
   * @param wanted tracked leaves or tapped values
   * @return gradient by wanted name
   */
  public Map<String, Tensor> backward(
      Map<String, Tensor> seeds, Collection<String> wanted, Rules rules) {
    Map<Variable, Tensor> byVariable = new IdentityHashMap<>();
    seeds.forEach((name, seed) -> byVariable.put(variable(name), seed));
    List<Variable> variables = new ArrayList<>();
    wanted.forEach(w -> variables.add(variable(w)));
    Gradients gradients = tape.backward(byVariable, variables, rules);
    Map<String, Tensor> found = new LinkedHashMap<>();
    for (String w : wanted) {
      found.put(w, gradients.of(variable(w)));
    }
    return found;
  }

  private Variable variable(String name) {
    Variable v = kept.get(name);
    if (v == null) {
      throw new IllegalArgumentException("run: the value " + name + " was not requested");
    }
    return v;
  }
}
