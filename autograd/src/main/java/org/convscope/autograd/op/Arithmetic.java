package org.convscope.autograd.op;

import org.convscope.engine.Binary;

/**
 * The elementwise functions of two numbers: value for floats, value for integers, and the partial
 * derivatives by the first and the second argument.
 */
public enum Arithmetic implements Binary {
  ADD((a, b) -> a + b, (a, b) -> a + b, (a, b) -> 1, (a, b) -> 1),
  SUB((a, b) -> a - b, (a, b) -> a - b, (a, b) -> 1, (a, b) -> -1),
  MUL((a, b) -> a * b, (a, b) -> a * b, (a, b) -> b, (a, b) -> a),
  /** Integers are truncated towards zero, as in ONNX 14. */
  DIV((a, b) -> a / b, (a, b) -> a / b, (a, b) -> 1 / b, (a, b) -> -a / (b * b)),
  /** The derivative by the exponent is taken as 0 where the base is not positive. */
  POW(
      Math::pow,
      (a, b) -> (long) Math.pow(a, b),
      (a, b) -> b == 0 ? 0 : b * Math.pow(a, b - 1),
      (a, b) -> a > 0 ? Math.pow(a, b) * Math.log(a) : 0),
  /** On a tie the gradient goes to the first argument. */
  MAX(Math::max, Math::max, (a, b) -> a >= b ? 1 : 0, (a, b) -> a >= b ? 0 : 1),
  /** On a tie the gradient goes to the first argument. */
  MIN(Math::min, Math::min, (a, b) -> a <= b ? 1 : 0, (a, b) -> a <= b ? 0 : 1),
  /**
   * A rectifier with a learned slope (He et al. 2015; ONNX PRelu): a where it is positive, else
   * a·b; at 0 the slope counts, as in PyTorch.
   */
  PRELU(
      (a, b) -> a > 0 ? a : a * b,
      (a, b) -> a > 0 ? a : a * b,
      (a, b) -> a > 0 ? 1 : b,
      (a, b) -> a > 0 ? 0 : a);

  private interface OfDoubles {
    double at(double a, double b);
  }

  private interface OfLongs {
    long at(long a, long b);
  }

  private final OfDoubles value;
  private final OfLongs integers;
  private final Binary slopeA;
  private final Binary slopeB;

  Arithmetic(OfDoubles value, OfLongs integers, OfDoubles slopeA, OfDoubles slopeB) {
    this.value = value;
    this.integers = integers;
    this.slopeA = new Slope(name() + " by a", slopeA);
    this.slopeB = new Slope(name() + " by b", slopeB);
  }

  @Override
  public double at(double a, double b) {
    return value.at(a, b);
  }

  @Override
  public long at(long a, long b) {
    return integers.at(a, b);
  }

  /** ∂f/∂a as a function of (a, b). */
  Binary slopeA() {
    return slopeA;
  }

  /** ∂f/∂b as a function of (a, b). */
  Binary slopeB() {
    return slopeB;
  }

  private record Slope(String name, OfDoubles value) implements Binary {
    @Override
    public double at(double a, double b) {
      return value.at(a, b);
    }

    @Override
    public long at(long a, long b) {
      throw new IllegalArgumentException(name + ": integers have no derivative");
    }
  }
}
