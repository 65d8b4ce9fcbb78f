package org.convscope.engine;

/**
 * A differentiable function of one number, applied elementwise.
 *
 * <p>Implementations are records or constants, so that kernel sets can recognise the ones they have
 * a fast form for.
 */
public interface Unary {
  /** Operator name in lower case, as gradient rules address it: {@code relu}. */
  String name();

  /** The value at x. */
  double at(double x);

  /** The derivative at x, where {@code y = at(x)}; at a kink the value that the javadoc states. */
  double slope(double x, double y);
}
