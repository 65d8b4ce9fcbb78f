package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of {@link Winograd}, a vector of channels at a time. No vector lives across a loop
 * or is handed to a method, which JDK 17 would box. Both axes of a transform are one loop, so that
 * its body is inlined once: with two of them compiled code of many tiles boxed vectors.
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
    for (int i = 0; i < 12; i++) {
      boolean down = i < 6;
      int k = down ? i : i - 6;
      points(
          down ? in : scratch,
          down ? at + k * 16 : k * 6 * V,
          down ? rowPitch : V,
          down ? scratch : out,
          down ? k * V : to + k * 6 * point,
          down ? 6 * V : point);
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
   * {@code G·g·Gᵀ} of filters, with the powers of a point in each row of G: for 3×3 filters (¼, 0,
   * 0), (−⅙, −⅙, −⅙), (−⅙, ⅙, −⅙), (1/24, 1/12, ⅙), (1/24, −1/12, ⅙) and (0, 0, 1).
   *
   * @param at the first weights; those of a filter lie {@code step} apart
   * @param scratch a vector for each point of an axis and each tap of one
   * @param to where the first of the 36 results goes; they lie {@code point} apart
   */
  static void filter(
      WinogradTile tile,
      float[] in,
      int at,
      int step,
      float[] scratch,
      float[] out,
      int to,
      int point) {
    int taps = tile.taps();
    for (int i = 0; i < taps + 6; i++) {
      boolean down = i < taps;
      int k = down ? i : i - taps;
      float[] g = down ? in : scratch;
      int first = down ? at + k * step : k * taps * V;
      int next = down ? taps * step : V;
      float[] result = down ? scratch : out;
      int place = down ? k * V : to + k * 6 * point;
      int apart = down ? taps * V : point;
      FloatVector g0 = FloatVector.fromArray(S, g, first);
      FloatVector g1 = FloatVector.fromArray(S, g, first + next);
      FloatVector g2 = FloatVector.fromArray(S, g, first + 2 * next);
      FloatVector sixth = FloatVector.broadcast(S, 1 / 6f);
      g0.mul(FloatVector.broadcast(S, 0.25f)).intoArray(result, place);
      if (taps == 3) {
        FloatVector outer = g0.add(g2).mul(sixth);
        FloatVector middle = g1.mul(sixth);
        FloatVector even = g0.fma(FloatVector.broadcast(S, 1 / 24f), g2.mul(sixth));
        FloatVector odd = g1.mul(FloatVector.broadcast(S, 1 / 12f));
        outer.add(middle).neg().intoArray(result, place + apart);
        middle.sub(outer).intoArray(result, place + 2 * apart);
        even.add(odd).intoArray(result, place + 3 * apart);
        even.sub(odd).intoArray(result, place + 4 * apart);
        g2.intoArray(result, place + 5 * apart);
      } else {
        FloatVector g3 = FloatVector.fromArray(S, g, first + 3 * next);
        FloatVector g4 = FloatVector.fromArray(S, g, first + 4 * next);
        FloatVector outer = g0.add(g2).add(g4).mul(sixth);
        FloatVector middle = g1.add(g3).mul(sixth);
        FloatVector fourth = g4.mul(FloatVector.broadcast(S, 2 / 3f));
        FloatVector even = g0.fma(FloatVector.broadcast(S, 1 / 24f), g2.fma(sixth, fourth));
        FloatVector third = g3.mul(FloatVector.broadcast(S, 1 / 3f));
        FloatVector odd = g1.fma(FloatVector.broadcast(S, 1 / 12f), third);
        outer.add(middle).neg().intoArray(result, place + apart);
        middle.sub(outer).intoArray(result, place + 2 * apart);
        even.add(odd).intoArray(result, place + 3 * apart);
        even.sub(odd).intoArray(result, place + 4 * apart);
        g4.intoArray(result, place + 5 * apart);
      }
    }
  }

  /**
   * {@code Aᵀ·m} of 6×6 products: as many rows of 6 as a tile has outputs along an axis.
   *
   * @param at the first product; they lie {@code point} apart
   * @param rows a vector for each
   */
  static void outputColumns(WinogradTile tile, float[] products, int at, int point, float[] rows) {
    boolean four = tile.outputs() == 4;
    FloatVector two = FloatVector.broadcast(S, 2f);
    FloatVector fourfold = FloatVector.broadcast(S, 4f);
    FloatVector eight = FloatVector.broadcast(S, 8f);
    for (int j = 0; j < 6; j++) {
      int p = at + j * point;
      FloatVector m1 = FloatVector.fromArray(S, products, p + 6 * point);
      FloatVector m2 = FloatVector.fromArray(S, products, p + 12 * point);
      FloatVector m3 = FloatVector.fromArray(S, products, p + 18 * point);
      FloatVector m4 = FloatVector.fromArray(S, products, p + 24 * point);
      FloatVector m5 = FloatVector.fromArray(S, products, p + 30 * point);
      FloatVector s1 = m1.add(m2);
      FloatVector d1 = m1.sub(m2);
      FloatVector s2 = m3.add(m4);
      FloatVector d2 = m3.sub(m4);
      int q = j * V;
      FloatVector.fromArray(S, products, p).add(s1).add(s2).intoArray(rows, q);
      if (four) {
        d2.fma(two, d1).intoArray(rows, q + 6 * V);
        s2.fma(fourfold, s1).intoArray(rows, q + 12 * V);
        d2.fma(eight, d1).add(m5).intoArray(rows, q + 18 * V);
      } else {
        d2.fma(two, d1).add(m5).intoArray(rows, q + 6 * V);
      }
    }
  }

  /**
   * {@code m·A} of one row of six and, if nothing is added, the rectifier, stored.
   *
   * @param columns how many of the results lie inside the output
   */
  static void outputRow(
      WinogradTile tile, float[] row, int at, Target target, int to, int columns) {
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
    if (columns == 1) {
      return;
    }
    y = d2.fma(FloatVector.broadcast(S, 2f), d1);
    if (tile.outputs() == 2) {
      y = y.add(FloatVector.fromArray(S, row, at + 5 * V));
      y.blend(low, y.lt(low)).intoArray(out, to + step);
      return;
    }
    y.blend(low, y.lt(low)).intoArray(out, to + step);
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
