package org.convscope.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Records what is computed (define-by-run) and goes back over it.
 *
 * <p>Only calls that lead from a declared variable are recorded, so constants cost nothing. {@link
 * #backward} mutates nothing: one tape serves any number of seeds and rules. Not thread-safe while
 * recording.
 */
public final class Tape {
  private final Kernels kernels;
  private final List<Recorded> entries = new ArrayList<>();

  public Tape(Kernels kernels) {
    this.kernels = kernels;
  }

  public Kernels kernels() {
    return kernels;
  }

  /** A leaf that gradients can be asked for. */
  public Variable variable(Tensor value) {
    if (!value.type().isFloating()) {
      throw new IllegalArgumentException("tape: only floating values have gradients, got " + value);
    }
    return new Variable(value, -1, true);
  }

  /** A leaf without gradient. */
  public Variable constant(Tensor value) {
    return new Variable(value, -1, false);
  }

  /** Applies an op with one output. */
  public Variable apply(Op op, Variable... inputs) {
    return applyAll("", op, Arrays.asList(inputs)).get(0);
  }

  /**
   * Applies an op.
   *
   * @param name the node's name for rules and messages, may be empty
   * @param inputs one variable per input; {@code null} for an omitted optional one
   * @throws IllegalArgumentException if shapes do not fit, or the op has no gradient and an input
   *     is tracked
   */
  public List<Variable> applyAll(String name, Op op, List<Variable> inputs) {
    List<Shape> shapes = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    boolean tracked = false;
    for (Variable v : inputs) {
      shapes.add(v == null ? null : v.value().shape());
      values.add(v == null ? null : v.value());
      tracked |= v != null && v.isTracked();
    }
    List<Shape> expected = op.shapes(shapes);
    Result result = op.forward(kernels, values);
    requireShapes(op, expected, result.outputs());
    if (tracked && result.vjp() == Vjp.NONE) {
      throw new IllegalArgumentException(
          op.type() + ": has no gradient" + (name.isEmpty() ? "" : ", got it at node " + name));
    }
    tracked &= result.vjp() != Vjp.ZERO;
    List<Variable> outputs = new ArrayList<>();
    for (Tensor t : result.outputs()) {
      outputs.add(
          tracked && t.type().isFloating()
              ? new Variable(t, entries.size(), true)
              : new Variable(t, -1, false));
    }
    if (tracked) {
      entries.add(
          new Recorded(
              new Call(name, op.type(), result.vjp()), List.copyOf(asPresent(inputs)), outputs));
    }
    return outputs;
  }

  private static final Variable ABSENT = new Variable(null, -1, false);

  private static List<Variable> asPresent(List<Variable> inputs) {
    return inputs.stream().map(v -> v == null ? ABSENT : v).toList();
  }

  private static void requireShapes(Op op, List<Shape> expected, List<Tensor> outputs) {
    for (int i = 0; i < expected.size() && i < outputs.size(); i++) {
      if (!expected.get(i).equals(outputs.get(i).shape())) {
        throw new IllegalStateException(
            "%s: shape rule says %s, forward gave %s"
                .formatted(op.type(), expected.get(i), outputs.get(i).shape()));
      }
    }
  }

  /** The exact gradient of a scalar by the wanted variables. */
  public Gradients backward(Variable scalar, Collection<Variable> wanted) {
    Tensor one = Tensor.full(scalar.value().type(), scalar.value().shape(), 1);
    if (one.size() != 1) {
      throw new IllegalArgumentException(
          "backward: without a seed the start must be a scalar, got " + scalar.value());
    }
    return backward(Map.of(scalar, one), wanted, Rules.GRADIENT);
  }

  /**
   * Goes back from the seeds to the wanted variables, visiting only what lies between.
   *
   * @param seeds output gradient per variable, of its shape
   * @param wanted leaves or intermediate values
   */
  public Gradients backward(Map<Variable, Tensor> seeds, Collection<Variable> wanted, Rules rules) {
    return new BackwardPass(entries, new Backward(kernels, rules), wanted).run(seeds);
  }

  /** The tensors that the recorded vjps alone know. */
  public List<Tensor> held() {
    return entries.stream().flatMap(e -> e.call().vjp().held().stream()).toList();
  }

  /**
   * Forgets what was recorded and hands the arrays of the values that were computed, but for those
   * that {@code kept} are over, to the next pass; no other of these values may be used afterwards.
   * Optional, as {@link Kernels#buffers} are a saving.
   */
  public void release(Collection<Tensor> kept) {
    List<Tensor> computed = new ArrayList<>(held());
    List<Tensor> inUse = new ArrayList<>(kept);
    for (Recorded e : entries) {
      e.outputs().forEach(v -> computed.add(v.value()));
      e.inputs().stream()
          .filter(v -> v != ABSENT && v.call() < 0)
          .forEach(v -> inUse.add(v.value()));
    }
    kernels.buffers().recycle(computed, inUse);
    entries.clear();
  }
}
