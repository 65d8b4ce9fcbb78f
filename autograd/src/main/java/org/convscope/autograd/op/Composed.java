package org.convscope.autograd.op;

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
import org.convscope.engine.Tensor;

/**
 * An op written in terms of others. It runs them on a tape of its own, and its vjp is that tape's
 * backward pass, so a composed op states neither kernels nor derivatives. The pass's gradient rules
 * reach the parts.
 */
interface Composed extends Op {
  /**
   * Computes the outputs out of the inputs.
   *
   * @param inputs one variable per input; {@code null} for an omitted optional one
   */
  List<Variable> compose(Tape tape, List<Variable> inputs);

  @Override
  default Result forward(Kernels kernels, List<Tensor> inputs) {
    Tape tape = new Tape(kernels);
    List<Variable> in = new ArrayList<>();
    for (Tensor t : inputs) {
      in.add(t == null ? null : t.type().isFloating() ? tape.variable(t) : tape.constant(t));
    }
    List<Variable> out = compose(tape, in);
    return new Result(
        out.stream().map(Variable::value).toList(), new ComposedVjp(tape, in, List.copyOf(out)));
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
      List<Variable> targets = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i]) {
          targets.add(inputs.get(i));
        }
      }
      Gradients found = tape.backward(seeds, targets, backward.rules());
      Tensor[] gx = new Tensor[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        gx[i] = wanted[i] ? found.of(inputs.get(i)) : null;
      }
      return gx;
    }
  }
}
