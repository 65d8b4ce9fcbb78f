package org.convscope.models.synthetic;

/**
 * A texture as a function of the plane that repeats about once per unit.
 *
 * <p>Edges are ramps of a given width instead of steps, so that one evaluation per pixel is free of
 * aliasing.
 */
interface Pattern {
  /** How far the colour at a point is from the first (0) towards the second (1). */
  double at(double u, double v);

  /** A ramp from 0 to 1 around a signed distance of 0. */
  static double edge(double distance, double width) {
    return Math.max(0, Math.min(1, 0.5 + distance / width));
  }

  /** Distance to the nearest whole number plus one half, negated: 0.5 … 0 … 0.5 over a unit. */
  static double fold(double x) {
    return Math.abs(x - Math.floor(x) - 0.5);
  }
}
