package org.convscope.engine.nd4j;

import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.convscope.engine.Binary;
import org.convscope.engine.Unary;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The functions that ND4J has an operation for, recognised by name as gradient rules address them:
 * those without attributes. The rest is computed number by number by the scalar set.
 */
final class Nd4jElementwise {
  private Nd4jElementwise() {}

  /** Derivative at x, where y is the value. */
  private interface Slope {
    INDArray at(INDArray x, INDArray y);
  }

  private static final Map<String, UnaryOperator<INDArray>> VALUES =
      Map.ofEntries(
          Map.entry("relu", x -> Transforms.max(x, 0, true)),
          Map.entry("neg", INDArray::neg),
          Map.entry("exp", x -> Transforms.exp(x, true)),
          Map.entry("log", x -> Transforms.log(x, true)),
          Map.entry("sqrt", x -> Transforms.sqrt(x, true)),
          Map.entry("abs", x -> Transforms.abs(x, true)),
          Map.entry("reciprocal", x -> x.rdiv(1)),
          Map.entry("sigmoid", x -> Transforms.sigmoid(x, true)),
          Map.entry("tanh", x -> Transforms.tanh(x, true)),
          Map.entry("sin", x -> Transforms.sin(x, true)),
          Map.entry("cos", x -> Transforms.cos(x, true)));

  private static final Map<String, Slope> SLOPES =
      Map.ofEntries(
          Map.entry("relu", (x, y) -> x.gt(0).castTo(x.dataType())),
          Map.entry("neg", (x, y) -> x.ulike().assign(-1)),
          Map.entry("exp", (x, y) -> y),
          Map.entry("log", (x, y) -> x.rdiv(1)),
          Map.entry("sqrt", (x, y) -> y.rdiv(0.5)),
          Map.entry("abs", (x, y) -> Transforms.sign(x, true)),
          Map.entry("reciprocal", (x, y) -> y.mul(y).negi()),
          Map.entry("sigmoid", (x, y) -> y.rsub(1).muli(y)),
          Map.entry("tanh", (x, y) -> y.mul(y).rsubi(1)),
          Map.entry("sin", (x, y) -> Transforms.cos(x, true)),
          Map.entry("cos", (x, y) -> Transforms.sin(x, true).negi()));

  private static final Map<String, BinaryOperator<INDArray>> PAIRS =
      Map.of(
          "add", INDArray::add,
          "sub", INDArray::sub,
          "mul", INDArray::mul,
          "div", INDArray::div,
          "max", (a, b) -> Transforms.max(a, b, true),
          "min", (a, b) -> Transforms.min(a, b, true));

  static boolean has(Unary f) {
    return VALUES.containsKey(f.name());
  }

  static INDArray map(Unary f, INDArray x) {
    return VALUES.get(f.name()).apply(x);
  }

  static INDArray mapGradient(Unary f, INDArray x, INDArray y, INDArray gy) {
    return gy.mul(SLOPES.get(f.name()).at(x, y));
  }

  static boolean has(Binary f) {
    return PAIRS.containsKey(f.name().toLowerCase(Locale.ROOT));
  }

  /** Of two arrays of one shape. */
  static INDArray combine(Binary f, INDArray a, INDArray b) {
    return PAIRS.get(f.name().toLowerCase(Locale.ROOT)).apply(a, b);
  }
}
