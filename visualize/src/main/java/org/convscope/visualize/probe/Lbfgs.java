package org.convscope.visualize.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function by limited-memory BFGS (Nocedal and Wright, Numerical Optimization,
 * algorithm 7.4) with ten pairs of differences and steps that satisfy the weak Wolfe conditions,
 * found by doubling and bisection (Lewis and Overton 2013).
 */
final class Lbfgs {
  private static final int PAIRS = 10;
  private static final int TRIALS = 40;
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  /** A function to minimise. */
  interface Objective {
    /** Its value at {@code at}; writes its gradient there. */
    double value(double[] at, double[] gradient);
  }

  /**
   * A minimum.
   *
   * @param at where it is
   * @param value the function's value there
   * @param gradientNorm Euclidean norm of the gradient there
   * @param iterations steps made
   * @param converged whether the gradient became small enough
   */
  record Minimum(
      double[] at, double value, double gradientNorm, int iterations, boolean converged) {}

  private record Pair(double[] step, double[] change, double curvature) {}

  private Lbfgs() {}

  /**
   * Goes down from {@code start} until the gradient's norm is at most {@code tolerance}.
   *
   * @param iterations most steps to make
   */
  static Minimum minimise(Objective f, double[] start, double tolerance, int iterations) {
    double[] x = start.clone();
    double[] g = new double[x.length];
    double value = f.value(x, g);
    Deque<Pair> pairs = new ArrayDeque<>();
    int made = 0;
    for (; made < iterations && norm(g) > tolerance; made++) {
      double[] d = direction(g, pairs);
      double slope = dot(g, d);
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      double t = pairs.isEmpty() ? 1 / Math.max(1, norm(g)) : 1;
      double[] next = new double[x.length];
      double[] nextG = new double[x.length];
      double nextValue = value;
      boolean found = false;
      for (int trial = 0; trial < TRIALS && !found; trial++) {
        for (int i = 0; i < x.length; i++) {
          next[i] = x[i] + t * d[i];
        }
        nextValue = f.value(next, nextG);
        if (!(nextValue <= value + DECREASE * t * slope)) {
          high = t;
        } else if (dot(nextG, d) < CURVATURE * slope) {
          low = t;
        } else {
          found = true;
        }
        if (!found) {
          t = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
        }
      }
      if (!found) {
        break;
      }
      remember(pairs, x, next, g, nextG);
      x = next;
      g = nextG;
      value = nextValue;
    }
    return new Minimum(x, value, norm(g), made, norm(g) <= tolerance);
  }

  private static void remember(
      Deque<Pair> pairs, double[] x, double[] next, double[] g, double[] nextG) {
    double[] step = new double[x.length];
    double[] change = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      step[i] = next[i] - x[i];
      change[i] = nextG[i] - g[i];
    }
    double curvature = dot(step, change);
    if (curvature > 0) {
      pairs.addLast(new Pair(step, change, curvature));
      if (pairs.size() > PAIRS) {
        pairs.removeFirst();
      }
    }
  }

  /** The two loops: minus the approximate inverse Hessian times g. */
  private static double[] direction(double[] g, Deque<Pair> pairs) {
    double[] d = new double[g.length];
    Matrix.add(-1, g, 0, d, 0, g.length);
    double[] factors = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
      Pair p = newest.next();
      factors[--i] = dot(p.step(), d) / p.curvature();
      Matrix.add(-factors[i], p.change(), 0, d, 0, d.length);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      double scale = last.curvature() / dot(last.change(), last.change());
      for (int k = 0; k < d.length; k++) {
        d[k] *= scale;
      }
    }
    for (Pair p : pairs) {
      double back = dot(p.change(), d) / p.curvature();
      Matrix.add(factors[i++] - back, p.step(), 0, d, 0, d.length);
    }
    return d;
  }

  private static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  /** Four sums side by side, in a fixed order. */
  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
