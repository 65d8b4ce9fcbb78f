package org.convscope.autograd.op;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.convscope.engine.Unary;

/**
 * The table of elementwise functions of one number: name, value and derivative. Constants here;
 * functions with attributes are records, so that equal ones are equal.
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

  /** A function whose derivative is zero wherever it has one. */
  record Step(String name, OfX value) implements Unary {
    @Override
    public double at(double x) {
      return value.at(x);
    }

    @Override
    public double slope(double x, double y) {
      return 0;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  /** {@code max(x, 0)}; derivative 0 at 0. */
  public static final Unary RELU = new Plain("relu", x -> x > 0 ? x : 0, (x, y) -> x > 0 ? 1 : 0);

  public static final Unary NEG = new Plain("neg", x -> -x, (x, y) -> -1);
  public static final Unary EXP = new Plain("exp", Math::exp, (x, y) -> y);
  public static final Unary LOG = new Plain("log", Math::log, (x, y) -> 1 / x);
  public static final Unary SQRT = new Plain("sqrt", Math::sqrt, (x, y) -> 0.5 / y);
  public static final Unary RECIPROCAL = new Plain("reciprocal", x -> 1 / x, (x, y) -> -y * y);

  /** {@code |x|}; derivative 0 at 0. */
  public static final Unary ABS = new Plain("abs", Math::abs, (x, y) -> Math.signum(x));

  public static final Unary FLOOR = new Step("floor", Math::floor);
  public static final Unary CEIL = new Step("ceil", Math::ceil);

  /** To the nearest whole number, halves to the even one. */
  public static final Unary ROUND = new Step("round", Math::rint);

  public static final Unary SIGN = new Step("sign", Math::signum);

  /** {@code 1/(1 + e^−x)}. */
  public static final Unary SIGMOID =
      new Plain("sigmoid", Functions::sigmoid, (x, y) -> y * (1 - y));

  public static final Unary TANH = new Plain("tanh", Math::tanh, (x, y) -> 1 - y * y);

  /** {@code log(1 + e^x)}, without overflow. */
  public static final Unary SOFTPLUS =
      new Plain("softplus", Functions::softplus, (x, y) -> sigmoid(x));

  /** {@code x/(1 + |x|)}. */
  public static final Unary SOFTSIGN =
      new Plain(
          "softsign",
          x -> x / (1 + Math.abs(x)),
          (x, y) -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))));

  /** {@code x·tanh(softplus(x))} (Misra 2019). */
  public static final Unary MISH =
      new Plain(
          "mish",
          x -> x * Math.tanh(softplus(x)),
          (x, y) -> {
            double t = Math.tanh(softplus(x));
            return t + x * (1 - t * t) * sigmoid(x);
          });

  /** {@code x·Φ(x)} with the exact normal distribution (Hendrycks and Gimpel 2016). */
  public static final Unary GELU =
      new Plain("gelu", x -> x * normal(x), (x, y) -> normal(x) + x * normalDensity(x));

  /** GELU's approximation {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}. */
  public static final Unary GELU_TANH =
      new Plain(
          "gelu_tanh",
          x -> 0.5 * x * (1 + Math.tanh(geluInner(x))),
          (x, y) -> {
            double t = Math.tanh(geluInner(x));
            double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
            return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner;
          });

  /** {@code x·min(max(x/6 + 1/2, 0), 1)}; derivative 0 at −3 and 1 at 3. */
  public static final Unary HARD_SWISH =
      new Plain(
          "hard_swish",
          x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)),
          (x, y) -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5);

  public static final Unary ERF =
      new Plain("erf", Erf::value, (x, y) -> TWO_OVER_ROOT_PI * Math.exp(-x * x));

  public static final Unary SIN = new Plain("sin", Math::sin, (x, y) -> Math.cos(x));
  public static final Unary COS = new Plain("cos", Math::cos, (x, y) -> -Math.sin(x));
  public static final Unary TAN = new Plain("tan", Math::tan, (x, y) -> 1 + y * y);
  public static final Unary ASIN =
      new Plain("asin", Math::asin, (x, y) -> 1 / Math.sqrt(1 - x * x));
  public static final Unary ACOS =
      new Plain("acos", Math::acos, (x, y) -> -1 / Math.sqrt(1 - x * x));
  public static final Unary ATAN = new Plain("atan", Math::atan, (x, y) -> 1 / (1 + x * x));
  public static final Unary SINH = new Plain("sinh", Math::sinh, (x, y) -> Math.cosh(x));
  public static final Unary COSH = new Plain("cosh", Math::cosh, (x, y) -> Math.sinh(x));
  public static final Unary ASINH =
      new Plain(
          "asinh",
          x -> Math.copySign(Math.log(Math.abs(x) + Math.hypot(x, 1)), x),
          (x, y) -> 1 / Math.hypot(x, 1));
  public static final Unary ACOSH =
      new Plain(
          "acosh", x -> Math.log(x + Math.sqrt(x * x - 1)), (x, y) -> 1 / Math.sqrt(x * x - 1));
  public static final Unary ATANH =
      new Plain("atanh", x -> 0.5 * Math.log((1 + x) / (1 - x)), (x, y) -> 1 / (1 - x * x));

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double normal(double x) {
    return 0.5 * Erfc.value(-x / Math.sqrt(2));
  }

  private static double normalDensity(double x) {
    return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }

  private static double geluInner(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }

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

  /** {@code x if x > 0, else alpha·(e^x − 1)} (Clevert et al. 2015). */
  public record Elu(double alpha) implements Unary {
    @Override
    public String name() {
      return "elu";
    }

    @Override
    public double at(double x) {
      return x > 0 ? x : alpha * Math.expm1(x);
    }

    @Override
    public double slope(double x, double y) {
      return x > 0 ? 1 : y + alpha;
    }
  }

  /** {@code gamma·elu(x)} (Klambauer et al. 2017). */
  public record Selu(double alpha, double gamma) implements Unary {
    /** With the paper's numbers. */
    public Selu() {
      this(1.6732632423543772848170429916717, 1.0507009873554804934193349852946);
    }

    @Override
    public String name() {
      return "selu";
    }

    @Override
    public double at(double x) {
      return gamma * (x > 0 ? x : alpha * Math.expm1(x));
    }

    @Override
    public double slope(double x, double y) {
      return x > 0 ? gamma : y + gamma * alpha;
    }
  }

  /** {@code max(x, 0) + min(0, alpha·(e^(x/alpha) − 1))} (Barron 2017). */
  public record Celu(double alpha) implements Unary {
    @Override
    public String name() {
      return "celu";
    }

    @Override
    public double at(double x) {
      return x > 0 ? x : alpha * Math.expm1(x / alpha);
    }

    @Override
    public double slope(double x, double y) {
      return x > 0 ? 1 : y / alpha + 1;
    }
  }

  /** {@code x·sigmoid(alpha·x)}; with alpha 1 SiLU (Ramachandran et al. 2017, ONNX 24). */
  public record Swish(double alpha) implements Unary {
    @Override
    public String name() {
      return "swish";
    }

    @Override
    public double at(double x) {
      return x * sigmoid(alpha * x);
    }

    @Override
    public double slope(double x, double y) {
      double s = sigmoid(alpha * x);
      return s * (1 + alpha * x * (1 - s));
    }
  }

  /** {@code min(max(alpha·x + beta, 0), 1)}; derivative 0 at both kinks. */
  public record HardSigmoid(double alpha, double beta) implements Unary {
    @Override
    public String name() {
      return "hard_sigmoid";
    }

    @Override
    public double at(double x) {
      return Math.max(0, Math.min(1, alpha * x + beta));
    }

    @Override
    public double slope(double x, double y) {
      return y > 0 && y < 1 ? alpha : 0;
    }
  }

  /** {@code x if x > alpha, else 0}; derivative 0 at alpha. */
  public record ThresholdedRelu(double alpha) implements Unary {
    @Override
    public String name() {
      return "thresholded_relu";
    }

    @Override
    public double at(double x) {
      return x > alpha ? x : 0;
    }

    @Override
    public double slope(double x, double y) {
      return x > alpha ? 1 : 0;
    }
  }

  /**
   * {@code min(max(x, min), max)}, so max where min is greater; derivative 0 at both bounds. {@code
   * Clip(0, 6)} is ReLU6.
   */
  public record Clip(double min, double max) implements Unary {
    @Override
    public String name() {
      return "clip";
    }

    @Override
    public double at(double x) {
      return Math.min(Math.max(x, min), max);
    }

    @Override
    public double slope(double x, double y) {
      return x > min && x < max ? 1 : 0;
    }
  }

  /** {@code x^exponent}; where the derivative would be infinite at 0, it is taken as 0. */
  public record Power(double exponent) implements Unary {
    @Override
    public String name() {
      return "power";
    }

    @Override
    public double at(double x) {
      return exponent == 2 ? x * x : Math.pow(x, exponent);
    }

    @Override
    public double slope(double x, double y) {
      return x == 0 && exponent < 1 ? 0 : exponent * Math.pow(x, exponent - 1);
    }
  }
}
