package org.convscope.autograd.op;

import org.convscope.engine.Unary;

/**
 * The table of elementwise functions of one number: name, value and derivative.
 *
 * <p>Functions with attributes are records, so that equal ones are equal.
 */
public final class Functions {
  private Functions() {}

  private interface OfX {
    double at(double x);
  }

  private interface OfXy {
    double at(double x, double y);
  }

  private record Plain(String name, OfX value, OfXy derivative) implements Unary {
    @Override
    public double at(double x) {
      return value.at(x);
    }

    @Override
    public double slope(double x, double y) {
      return derivative.at(x, y);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** {@code max(x, 0)}; derivative 0 at 0. */
  public static final Unary RELU = new Plain("relu", x -> x > 0 ? x : 0, (x, y) -> x > 0 ? 1 : 0);

  public static final Unary NEG = new Plain("neg", x -> -x, (x, y) -> -1);
  public static final Unary EXP = new Plain("exp", Math::exp, (x, y) -> y);
  public static final Unary LOG = new Plain("log", Math::log, (x, y) -> 1 / x);
  public static final Unary SQRT = new Plain("sqrt", Math::sqrt, (x, y) -> 0.5 / y);

  /** {@code |x|}; derivative 0 at 0. */
  public static final Unary ABS = new Plain("abs", Math::abs, (x, y) -> Math.signum(x));

  /** {@code 1/(1 + e^−x)}. */
  public static final Unary SIGMOID =
      new Plain("sigmoid", x -> 1 / (1 + Math.exp(-x)), (x, y) -> y * (1 - y));

  public static final Unary TANH = new Plain("tanh", Math::tanh, (x, y) -> 1 - y * y);

  /** {@code x if x > 0, else alpha·x}; derivative alpha at 0. */
  public record LeakyRelu(double alpha) implements Unary {
    @Override
    public String name() {
      return "leaky_relu";
    }

    @Override
    public double at(double x) {
      return x > 0 ? x : alpha * x;
    }

    @Override
    public double slope(double x, double y) {
      return x > 0 ? 1 : alpha;
    }
  }
}
