package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.List;
import java.util.Map;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Functions;
import org.convscope.engine.Unary;

/** Functions applied to every element. */
final class Activations {
  private Activations() {}

  /** ONNX's names of the functions without attributes. */
  private static final Map<Unary, String> PLAIN =
      Map.ofEntries(
          Map.entry(Functions.RELU, "Relu"),
          Map.entry(Functions.ABS, "Abs"),
          Map.entry(Functions.NEG, "Neg"),
          Map.entry(Functions.EXP, "Exp"),
          Map.entry(Functions.LOG, "Log"),
          Map.entry(Functions.SQRT, "Sqrt"),
          Map.entry(Functions.RECIPROCAL, "Reciprocal"),
          Map.entry(Functions.FLOOR, "Floor"),
          Map.entry(Functions.CEIL, "Ceil"),
          Map.entry(Functions.ROUND, "Round"),
          Map.entry(Functions.SIGN, "Sign"),
          Map.entry(Functions.ERF, "Erf"),
          Map.entry(Functions.SIGMOID, "Sigmoid"),
          Map.entry(Functions.TANH, "Tanh"),
          Map.entry(Functions.SOFTPLUS, "Softplus"),
          Map.entry(Functions.SOFTSIGN, "Softsign"),
          Map.entry(Functions.MISH, "Mish"),
          Map.entry(Functions.HARD_SWISH, "HardSwish"),
          Map.entry(Functions.SIN, "Sin"),
          Map.entry(Functions.COS, "Cos"),
          Map.entry(Functions.TAN, "Tan"),
          Map.entry(Functions.ASIN, "Asin"),
          Map.entry(Functions.ACOS, "Acos"),
          Map.entry(Functions.ATAN, "Atan"),
          Map.entry(Functions.SINH, "Sinh"),
          Map.entry(Functions.COSH, "Cosh"),
          Map.entry(Functions.ASINH, "Asinh"),
          Map.entry(Functions.ACOSH, "Acosh"),
          Map.entry(Functions.ATANH, "Atanh"));

  private interface OfCall {
    Unary of(Call call);
  }

  static void add(Operators t) {
    PLAIN.forEach((f, opType) -> t.add(opType, 1, 1, a -> new Activation(f)));
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

  static void export(Exports e) {
    e.add(Activation.class, (op, out) -> write(op.f(), out));
  }

  private static void write(Unary f, Writing out) {
    String plain = PLAIN.get(f);
    if (plain != null) {
      out.node(plain, with());
    } else if (f.equals(Functions.GELU) || f.equals(Functions.GELU_TANH)) {
      out.node("Gelu", with("approximate", f.equals(Functions.GELU) ? "none" : "tanh"));
    } else if (f instanceof Functions.LeakyRelu g) {
      out.node("LeakyRelu", with("alpha", g.alpha()));
    } else if (f instanceof Functions.Elu g) {
      out.node("Elu", with("alpha", g.alpha()));
    } else if (f instanceof Functions.Celu g) {
      out.node("Celu", with("alpha", g.alpha()));
    } else if (f instanceof Functions.Selu g) {
      out.node("Selu", with("alpha", g.alpha(), "gamma", g.gamma()));
    } else if (f instanceof Functions.ThresholdedRelu g) {
      out.node("ThresholdedRelu", with("alpha", g.alpha()));
    } else if (f instanceof Functions.HardSigmoid g) {
      out.node("HardSigmoid", with("alpha", g.alpha(), "beta", g.beta()));
    } else if (f instanceof Shrink g) {
      out.node("Shrink", with("lambd", g.lambda(), "bias", g.bias()));
    } else if (f instanceof Functions.Clip g) {
      String min = Double.isInfinite(g.min()) ? "" : out.number(g.min());
      out.node(
          "Clip",
          List.of(out.input(0), min, Double.isInfinite(g.max()) ? "" : out.number(g.max())),
          with());
    } else if (f instanceof Functions.Power g) {
      out.node("Pow", List.of(out.input(0), out.number(g.exponent())), with());
    } else if (f instanceof Functions.Swish g) {
      // An operator of its own from version 24 on.
      String scaled =
          g.alpha() == 1
              ? out.input(0)
              : out.step("Mul", List.of(out.input(0), out.number(g.alpha())), with());
      out.node("Mul", List.of(out.input(0), out.step("Sigmoid", List.of(scaled), with())), with());
    } else {
      throw new IllegalArgumentException("ONNX has no operator for the function " + f.name());
    }
  }
}
