package org.convscope.importer.operators;

import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Functions;
import org.convscope.engine.Unary;

/** Functions applied to every element. */
final class Activations {
  private Activations() {}

  private interface OfCall {
    Unary of(Call call);
  }

  static void add(Operators t) {
    plain(t, "Relu", Functions.RELU);
    plain(t, "Abs", Functions.ABS);
    plain(t, "Neg", Functions.NEG);
    plain(t, "Exp", Functions.EXP);
    plain(t, "Log", Functions.LOG);
    plain(t, "Sqrt", Functions.SQRT);
    plain(t, "Reciprocal", Functions.RECIPROCAL);
    plain(t, "Floor", Functions.FLOOR);
    plain(t, "Ceil", Functions.CEIL);
    plain(t, "Round", Functions.ROUND);
    plain(t, "Sign", Functions.SIGN);
    plain(t, "Erf", Functions.ERF);
    plain(t, "Sigmoid", Functions.SIGMOID);
    plain(t, "Tanh", Functions.TANH);
    plain(t, "Softplus", Functions.SOFTPLUS);
    plain(t, "Softsign", Functions.SOFTSIGN);
    plain(t, "Mish", Functions.MISH);
    plain(t, "HardSwish", Functions.HARD_SWISH);
    plain(t, "Sin", Functions.SIN);
    plain(t, "Cos", Functions.COS);
    plain(t, "Tan", Functions.TAN);
    plain(t, "Asin", Functions.ASIN);
    plain(t, "Acos", Functions.ACOS);
    plain(t, "Atan", Functions.ATAN);
    plain(t, "Sinh", Functions.SINH);
    plain(t, "Cosh", Functions.COSH);
    plain(t, "Asinh", Functions.ASINH);
    plain(t, "Acosh", Functions.ACOSH);
    plain(t, "Atanh", Functions.ATANH);
    shaped(t, "LeakyRelu", c -> new Functions.LeakyRelu(c.number("alpha", 0.01f)));
    shaped(t, "Elu", c -> new Functions.Elu(c.number("alpha", 1)));
    shaped(t, "Celu", c -> new Functions.Celu(c.number("alpha", 1)));
    shaped(t, "Selu", Activations::selu);
    shaped(t, "ThresholdedRelu", c -> new Functions.ThresholdedRelu(c.number("alpha", 1)));
    shaped(t, "Swish", c -> new Functions.Swish(c.number("alpha", 1)));
    shaped(t, "Gelu", Activations::gelu);
    shaped(t, "Shrink", c -> new Shrink(c.number("lambd", 0.5), c.number("bias", 0)));
    shaped(
        t,
        "HardSigmoid",
        c -> new Functions.HardSigmoid(c.number("alpha", 0.2f), c.number("beta", 0.5)));
    t.add("Clip", 1, 3, Activations::clip);
  }

  private static void plain(Operators t, String opType, Unary f) {
    t.add(opType, 1, 1, a -> new Activation(f));
  }

  private static void shaped(Operators t, String opType, OfCall f) {
    t.add(opType, 1, 1, a -> new Activation(f.of(a.call())));
  }

  private static Unary selu(Call c) {
    boolean first = c.version() < 6;
    return new Functions.Selu(
        c.number("alpha", first ? 1.6732f : 1.6732632423543772f),
        c.number("gamma", first ? 1.0507f : 1.0507009873554805f));
  }

  private static Unary gelu(Call c) {
    String how = c.text("approximate", "none");
    return switch (how) {
      case "none" -> Functions.GELU;
      case "tanh" -> Functions.GELU_TANH;
      default ->
          throw new IllegalArgumentException("Gelu: approximate must be none or tanh, got " + how);
    };
  }

  private static Op clip(Arguments a) {
    double min = a.call().number("min", Double.NEGATIVE_INFINITY);
    double max = a.call().number("max", Double.POSITIVE_INFINITY);
    if (a.version() >= 11) {
      min = a.has(1) ? a.number(1) : Double.NEGATIVE_INFINITY;
      max = a.has(2) ? a.number(2) : Double.POSITIVE_INFINITY;
    }
    return new Activation(new Functions.Clip(min, max));
  }

  /** {@code x + bias} below −lambda, {@code x − bias} above lambda, 0 between (ONNX Shrink). */
  record Shrink(double lambda, double bias) implements Unary {
    @Override
    public String name() {
      return "shrink";
    }

    @Override
    public double at(double x) {
      return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
    }

    @Override
    public double slope(double x, double y) {
      return x < -lambda || x > lambda ? 1 : 0;
    }
  }
}
