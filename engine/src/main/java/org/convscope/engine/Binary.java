package org.convscope.engine;

/** A function of two numbers, applied elementwise with broadcasting. */
public interface Binary {
  /** Operator name in lower case: {@code add}. */
  String name();

  /** The value at (a, b). */
  double at(double a, double b);

  /** The value at (a, b) for integer tensors. */
  long at(long a, long b);
}
