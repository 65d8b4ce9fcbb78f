package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of {@link Winograd}, a vector of channels at a time. No vector lives across a loop
 * or is handed to a method, which JDK 17 would box.
 */
final class WinogradTransforms {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private WinogradTransforms() {}

  /**
   * {@code Bᵀ·d·B} of 6×6 pixels.
   *
   * @param at the first pixel; pixels lie 16 floats apart, rows {@code rowPitch}
   * @param scratch 36 vectors
   * @param to where the first of the 36 results goes; they lie {@code point} apart
   */
  static void input(
      float[] in, int at, int rowPitch, float[] scratch, float[] out, int to, int point) {
    for (int j = 0; j < 6; j++) {
      points(in, at + j * 16, rowPitch, scratch, j * V, 6 * V);
    }
    for (int i = 0; i < 6; i++) {
      points(scratch, i * 6 * V, V, out, to + i * 6 * point, point);
    }
  }

  /** Six numbers {@code step} apart to six {@code toStep} apart: one axis of the transform. */
  private static void points(float[] in, int at, int step, float[] out, int to, int toStep) {
    FloatVector d0 = FloatVector.fromArray(S, in, at);
    FloatVector d1 = FloatVector.fromArray(S, in, at + step);
    FloatVector d2 = FloatVector.fromArray(S, in, at + 2 * step);
    FloatVector d3 = FloatVector.fromArray(S, in, at + 3 * step);
    FloatVector d4 = FloatVector.fromArray(S, in, at + 4 * step);
    FloatVector d5 = FloatVector.fromArray(S, in, at + 5 * step);
    FloatVector four = FloatVector.broadcast(S, 4f);
    FloatVector minusFour = FloatVector.broadcast(S, -4f);
    FloatVector minusFive = FloatVector.broadcast(S, -5f);
    FloatVector even = d2.fma(minusFour, d4);
    FloatVector odd = d1.fma(minusFour, d3);
    FloatVector sum = d4.sub(d2);
    FloatVector difference = d3.sub(d1);
    difference = difference.add(difference);
    d0.fma(four, d2.fma(minusFive, d4)).intoArray(out, to);
    even.add(odd).intoArray(out, to + toStep);
    even.sub(odd).intoArray(out, to + 2 * toStep);
    sum.add(difference).intoArray(out, to + 3 * toStep);
    sum.sub(difference).intoArray(out, to + 4 * toStep);
    d1.fma(four, d3.fma(minusFive, d5)).intoArray(out, to + 5 * toStep);
  }

  /**
   * {@code G·g·Gᵀ} of 3×3 filters, with the rows (¼, 0, 0), (−⅙, −⅙, −⅙), (−⅙, ⅙, −⅙), (1/24, 1/12,
   * ⅙), (1/24, −1/12, ⅙) and (0, 0, 1) in G.
   *
   * @param at the first weights; the nine of a filter lie {@code step} apart
   * @param scratch 18 vectors
   * @param to where the first of the 36 results goes; they lie {@code point} apart
   */
  static void filter(
      float[] in, int at, int step, float[] scratch, float[] out, int to, int point) {
    for (int j = 0; j < 3; j++) {
      weights(in, at + j * step, 3 * step, scratch, j * V, 3 * V);
    }
    for (int i = 0; i < 6; i++) {
      weights(scratch, i * 3 * V, V, out, to + i * 6 * point, point);
    }
  }

  /** Three weights {@code step} apart to six numbers {@code toStep} apart: one axis. */
  private static void weights(float[] in, int at, int step, float[] out, int to, int toStep) {
    FloatVector g0 = FloatVector.fromArray(S, in, at);
    FloatVector g1 = FloatVector.fromArray(S, in, at + step);
    FloatVector g2 = FloatVector.fromArray(S, in, at + 2 * step);
    FloatVector sixth = FloatVector.broadcast(S, 1 / 6f);
    FloatVector outer = g0.add(g2).mul(sixth);
    FloatVector middle = g1.mul(sixth);
    FloatVector even = g0.fma(FloatVector.broadcast(S, 1 / 24f), g2.mul(sixth));
    FloatVector odd = g1.mul(FloatVector.broadcast(S, 1 / 12f));
    g0.mul(FloatVector.broadcast(S, 0.25f)).intoArray(out, to);
    outer.add(middle).neg().intoArray(out, to + toStep);
    middle.sub(outer).intoArray(out, to + 2 * toStep);
    even.add(odd).intoArray(out, to + 3 * toStep);
    even.sub(odd).intoArray(out, to + 4 * toStep);
    g2.intoArray(out, to + 5 * toStep);
  }

  /**
   * {@code Aᵀ·m} of 6×6 products: 4 rows of 6.
   *
   * @param at the first product; they lie {@code point} apart
   * @param rows 24 vectors
   */
  static void outputColumns(float[] products, int at, int point, float[] rows) {
    FloatVector two = FloatVector.broadcast(S, 2f);
    FloatVector four = FloatVector.broadcast(S, 4f);
    FloatVector eight = FloatVector.broadcast(S, 8f);
    for (int j = 0; j < 6; j++) {
      int p = at + j * point;
      FloatVector m1 = FloatVector.fromArray(S, products, p + 6 * point);
      FloatVector m2 = FloatVector.fromArray(S, products, p + 12 * point);
      FloatVector m3 = FloatVector.fromArray(S, products, p + 18 * point);
      FloatVector m4 = FloatVector.fromArray(S, products, p + 24 * point);
      FloatVector s1 = m1.add(m2);
      FloatVector d1 = m1.sub(m2);
      FloatVector s2 = m3.add(m4);
      FloatVector d2 = m3.sub(m4);
      int q = j * V;
      FloatVector.fromArray(S, products, p).add(s1).add(s2).intoArray(rows, q);
      d2.fma(two, d1).intoArray(rows, q + 6 * V);
      s2.fma(four, s1).intoArray(rows, q + 12 * V);
      d2.fma(eight, d1)
          .add(FloatVector.fromArray(S, products, p + 30 * point))
          .intoArray(rows, q + 18 * V);
    }
  }

  /**
   * {@code m·A} of one row of six and, if nothing is added, the rectifier, stored.
   *
   * @param columns how many of the 4 results lie inside the output
   */
  static void outputRow(float[] row, int at, Target target, int to, int columns) {
    float[] out = target.data();
    int step = target.step();
    FloatVector m1 = FloatVector.fromArray(S, row, at + V);
    FloatVector m2 = FloatVector.fromArray(S, row, at + 2 * V);
    FloatVector m3 = FloatVector.fromArray(S, row, at + 3 * V);
    FloatVector m4 = FloatVector.fromArray(S, row, at + 4 * V);
    FloatVector s1 = m1.add(m2);
    FloatVector d1 = m1.sub(m2);
    FloatVector s2 = m3.add(m4);
    FloatVector d2 = m3.sub(m4);
    FloatVector low =
        FloatVector.broadcast(
            S, target.relu() && target.residual() == null ? 0f : Float.NEGATIVE_INFINITY);
    FloatVector y = FloatVector.fromArray(S, row, at).add(s1).add(s2);
    y.blend(low, y.lt(low)).intoArray(out, to);
    if (columns > 1) {
      y = d2.fma(FloatVector.broadcast(S, 2f), d1);
      y.blend(low, y.lt(low)).intoArray(out, to + step);
    }
    if (columns > 2) {
      y = s2.fma(FloatVector.broadcast(S, 4f), s1);
      y.blend(low, y.lt(low)).intoArray(out, to + 2 * step);
    }
    if (columns > 3) {
      FloatVector m5 = FloatVector.fromArray(S, row, at + 5 * V);
      y = d2.fma(FloatVector.broadcast(S, 8f), d1).add(m5);
      y.blend(low, y.lt(low)).intoArray(out, to + 3 * step);
    }
  }
}
