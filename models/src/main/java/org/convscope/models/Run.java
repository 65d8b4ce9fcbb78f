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

/**
 * One forward pass: the tapped values and, if it was tracked, the way back.
 *
 * <p>Closing is optional: it hands the arrays that were recorded for the way back to the next run,
 * which in a loop is much cheaper than leaving them to the garbage collector. So is {@link
 * #release}.
 */
public final class Run implements AutoCloseable {
  private final Tape tape;
  private final Map<String, Variable> kept;
  private final List<Tensor> tapped;
  private List<Tensor> recorded;

  /**
   * A run over a tape.
   *
   * @param tapped kept values that own their arrays
   * @param recorded other values that own their arrays
   */
  Run(Tape tape, Map<String, Variable> kept, List<Tensor> tapped, List<Tensor> recorded) {
    this.tape = tape;
    this.kept = kept;
    this.tapped = tapped;
    this.recorded = recorded;
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
   * @throws IllegalArgumentException if a name was not requested or a seed has another shape
   * @throws IllegalStateException if this run has been closed
   */
  public Map<String, Tensor> backward(
      Map<String, Tensor> seeds, Collection<String> wanted, Rules rules) {
    requireOpen("backward");
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

  /**
   * Closes, and hands the arrays of the tapped values to the next run, too: neither they nor
   * gradients that are over the same numbers may be used afterwards.
   */
  public void discard() {
    if (recorded != null) {
      tapped.forEach(tape.kernels().buffers()::recycle);
    }
    close();
  }

  /** Ends {@link #backward}; tapped values and gradients stay valid. */
  @Override
  public void close() {
    if (recorded != null) {
      recorded.forEach(tape.kernels().buffers()::recycle);
      recorded = null;
    }
  }

  /**
   * Hands the arrays of gradients that {@link #backward} gave and that nobody will use again to the
   * next pass, unless a value of this run or another one of them is over the same numbers.
   *
   * @throws IllegalStateException if this run has been closed
   */
  public void release(Collection<Tensor> gradients) {
    requireOpen("release");
    List<Tensor> values = new ArrayList<>(recorded);
    kept.values().forEach(v -> values.add(v.value()));
    tape.kernels().buffers().recycle(gradients, values);
  }

  private void requireOpen(String what) {
    if (recorded == null) {
      throw new IllegalStateException(
          "run: %s needs a run that has not been closed".formatted(what));
    }
  }

  private Variable variable(String name) {
    Variable v = kept.get(name);
    if (v == null) {
      throw new IllegalArgumentException("run: the value " + name + " was not requested");
    }
    return v;
  }
}
