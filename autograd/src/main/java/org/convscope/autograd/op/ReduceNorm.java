package org.convscope.autograd.op;

import java.util.List;
import java.util.Locale;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Reductions that are a function of a sum of functions (ONNX ReduceL1, ReduceL2, ReduceSumSquare,
 * ReduceLogSum, ReduceLogSumExp). The derivative of the L2 norm is taken as 0 where it is 0.
 *
 * @param norm which
 * @param axes negative counted from the end; none given: every axis
 * @param keep keep reduced axes as dimensions of 1
 */
public record ReduceNorm(Norm norm, List<Integer> axes, boolean keep) implements Composed {
  /** What is computed of the elements x. */
  public enum Norm {
    /** {@code Σ |x|}. */
    L1,
    /** {@code √Σ x²}. */
    L2,
    /** {@code Σ x²}. */
    SUM_SQUARE,
    /** {@code log Σ x}. */
    LOG_SUM,
    /** {@code log Σ exp(x)}, without overflow. */
    LOG_SUM_EXP
  }

  public ReduceNorm {
    axes = List.copyOf(axes);
  }

  @Override
  public String type() {
    return "reduce_" + norm.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return sum().shapes(inputs);
  }

  private Reduce sum() {
    return new Reduce(Reduction.SUM, axes, keep);
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Variable x = inputs.get(0);
    Activation square = new Activation(new Functions.Power(2));
    return List.of(
        switch (norm) {
          case L1 -> tape.apply(sum(), tape.apply(new Activation(Functions.ABS), x));
          case L2 ->
              tape.apply(
                  new Activation(new Functions.Power(0.5)),
                  tape.apply(sum(), tape.apply(square, x)));
          case SUM_SQUARE -> tape.apply(sum(), tape.apply(square, x));
          case LOG_SUM -> tape.apply(new Activation(Functions.LOG), tape.apply(sum(), x));
          case LOG_SUM_EXP -> logSumExp(tape, x);
        });
  }

  /** The maximum is subtracted as a constant: the result does not depend on it. */
  private Variable logSumExp(Tape tape, Variable x) {
    Kernels k = tape.kernels();
    Reduce max = new Reduce(Reduction.MAX, axes, true);
    Tensor top = max.forward(k, List.of(x.value())).outputs().get(0);
    Variable shifted = tape.apply(new Elementwise(Arithmetic.SUB), x, tape.constant(top));
    Variable sum = tape.apply(sum(), tape.apply(new Activation(Functions.EXP), shifted));
    Variable log = tape.apply(new Activation(Functions.LOG), sum);
    return tape.apply(
        new Elementwise(Arithmetic.ADD), log, tape.constant(top.reshape(log.value().shape())));
  }
}
