package org.convscope.autograd.op;

import org.convscope.engine.Unary;

/**
 * {@code factor·x}; derivative {@code factor}.
 *
 * @param factor any number
 */
record Scale(double factor) implements Unary {
  @Override
  public String name() {
    return "scale";
  }

  @Override
  public double at(double x) {
    return factor * x;
  }

  @Override
  public double slope(double x, double y) {
    return factor;
  }
}
