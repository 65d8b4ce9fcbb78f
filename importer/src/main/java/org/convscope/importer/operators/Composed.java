package org.convscope.importer.operators;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Gradients;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * An operator that is a formula of other ops; its gradient follows from theirs, under the same
 * gradient rules.
 *
 * @param call the operator as the file applies it
 * @param formula what it computes
 */
record Composed(Call call, Formula formula) implements Op, FromFile {

  /** A computation on a tape; an omitted optional input is {@code null}. */
  @FunctionalInterface
  interface Formula {
    List<Variable> apply(Tape tape, List<Variable> inputs);
  }

  /** A formula with one output. */
  @FunctionalInterface
  interface OneOutput {
    Variable apply(Tape tape, List<Variable> inputs);
  }

  /** A composed op with one output. */
  static Composed of(Call call, OneOutput formula) {
    return new Composed(call, (tape, in) -> List.of(formula.apply(tape, in)));
  }

  @Override
  public String type() {
    return call.type();
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return List.of();
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tape tape = new Tape(kernels);
    List<Variable> in = new ArrayList<>();
    for (Tensor t : inputs) {
      in.add(t == null ? null : t.type().isFloating() ? tape.variable(t) : tape.constant(t));
    }
    List<Variable> out = call.guarded(() -> formula.apply(tape, in));
    List<Tensor> values = out.stream().map(Variable::value).toList();
    return new Result(
        values,
        out.stream().anyMatch(Variable::isTracked) ? new ComposedVjp(tape, in, out) : Vjp.ZERO);
  }

  /** Holds the inner tape. */
  record ComposedVjp(Tape tape, List<Variable> inputs, List<Variable> outputs) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Map<Variable, Tensor> seeds = new IdentityHashMap<>();
      for (int i = 0; i < outputGradients.length; i++) {
        if (outputGradients[i] != null) {
          seeds.put(outputs.get(i), outputGradients[i]);
        }
      }
      List<Variable> asked = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i]) {
          asked.add(inputs.get(i));
        }
      }
      Gradients found = tape.backward(seeds, asked, backward.rules());
      Tensor[] gx = new Tensor[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        gx[i] = wanted[i] ? found.of(inputs.get(i)) : null;
      }
      return gx;
    }
  }
}
