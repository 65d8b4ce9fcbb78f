package org.convscope.engine;

/** A differentiable function of two numbers, applied elementwise with broadcasting. */
public interface Binary {
  /** Operator name in lower case: {@code add}. */
  String name();

  /** The value at (a, b). */
  double at(double a, double b);

  /** The value at (a, b) for integer tensors. */
  long at(long a, long b);

  /** ∂/∂a at (a, b), where {@code y = at(a, b)}. */
  double slopeA(double a, double b, double y);

  /** ∂/∂b at (a, b), where {@code y = at(a, b)}. */
  double slopeB(double a, double b, double y);
}
