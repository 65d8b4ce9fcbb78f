package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Reduction;
import org.convscope.engine.Unary;

/**
 * {@code (x − mean)·inverse} with {@code inverse = 1/√(variance + epsilon)} along some axes, the
 * core that layer, group and instance normalisation share.
 *
 * @param y the standardised values
 * @param mean with reduced axes of 1
 * @param inverse with reduced axes of 1
 */
record Standardised(Variable y, Variable mean, Variable inverse) {
  static Standardised of(Tape tape, Variable x, List<Integer> axes, double epsilon) {
    Reduce average = new Reduce(Reduction.MEAN, axes, true);
    Variable mean = tape.apply(average, x);
    Variable centred = tape.apply(new Elementwise(Arithmetic.SUB), x, mean);
    Variable variance =
        tape.apply(average, tape.apply(new Activation(new Functions.Power(2)), centred));
    Variable inverse = tape.apply(new Activation(new InverseRoot(epsilon)), variance);
    return new Standardised(
        tape.apply(new Elementwise(Arithmetic.MUL), centred, inverse), mean, inverse);
  }

  /** {@code 1/√(x + epsilon)}. */
  private record InverseRoot(double epsilon) implements Unary {
    @Override
    public String name() {
      return "inverse_root";
    }

    @Override
    public double at(double x) {
      return 1 / Math.sqrt(x + epsilon);
    }

    @Override
    public double slope(double x, double y) {
      return -0.5 * y / (x + epsilon);
    }
  }
}
