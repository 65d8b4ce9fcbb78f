package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GradientTiles} for 16 registers with four pixels per iteration and fences between them: 24
 * instructions for 12 FMAs instead of 32. 256 bits, JDK 17, by programs of one tile each, where the
 * core's other hardware thread is busy: 70 instead of 48 GFLOP/s for 6 × 2, 65 instead of 50 for 5
 * × 2; otherwise 93 to 96 and 88 to 94. The second vector of output gradients follows the first, as
 * it does below 512 bits: with its distance as a variable the compiler keeps sums in memory (43).
 */
final class GradientQuads {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private GradientQuads() {}

  /**
   * As {@link GradientTiles#run}.
   *
   * @param width pixels of a row, a multiple of four
   * @param pixels number of pixels, a multiple of four
   */
  static void run(
      int channels,
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int width,
      int pixels,
      float[] sums,
      int to) {
    switch (channels) {
      case 6 -> tile6(x, at, skip, g, gAt, width, pixels, sums, to);
      case 5 -> tile5(x, at, skip, g, gAt, width, pixels, sums, to);
      default ->
          throw new IllegalArgumentException(
              "tile: no kernel for this number of channels, got " + channels);
    }
  }

  private static void tile6(
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int width,
      int pixels,
      float[] sums,
      int to) {
    FloatVector a0 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    FloatVector a2 = FloatVector.zero(S);
    FloatVector b2 = FloatVector.zero(S);
    FloatVector a3 = FloatVector.zero(S);
    FloatVector b3 = FloatVector.zero(S);
    FloatVector a4 = FloatVector.zero(S);
    FloatVector b4 = FloatVector.zero(S);
    FloatVector a5 = FloatVector.zero(S);
    FloatVector b5 = FloatVector.zero(S);
    int left = width;
    int p = at;
    int end = gAt + pixels * 16;
    for (int q = gAt; q < end; q += 64) {
      FloatVector ga = FloatVector.fromArray(S, g, q);
      FloatVector gb = FloatVector.fromArray(S, g, q + V);
      FloatVector x0 = FloatVector.broadcast(S, x[p]);
      a0 = x0.fma(ga, a0);
      b0 = x0.fma(gb, b0);
      FloatVector x1 = FloatVector.broadcast(S, x[p + 1]);
      a1 = x1.fma(ga, a1);
      b1 = x1.fma(gb, b1);
      FloatVector x2 = FloatVector.broadcast(S, x[p + 2]);
      a2 = x2.fma(ga, a2);
      b2 = x2.fma(gb, b2);
      FloatVector x3 = FloatVector.broadcast(S, x[p + 3]);
      a3 = x3.fma(ga, a3);
      b3 = x3.fma(gb, b3);
      FloatVector x4 = FloatVector.broadcast(S, x[p + 4]);
      a4 = x4.fma(ga, a4);
      b4 = x4.fma(gb, b4);
      FloatVector x5 = FloatVector.broadcast(S, x[p + 5]);
      a5 = x5.fma(ga, a5);
      b5 = x5.fma(gb, b5);
      if (left == -1) {
        break;
      }
      FloatVector ha = FloatVector.fromArray(S, g, q + 16);
      FloatVector hb = FloatVector.fromArray(S, g, q + 16 + V);
      FloatVector y0 = FloatVector.broadcast(S, x[p + 16]);
      a0 = y0.fma(ha, a0);
      b0 = y0.fma(hb, b0);
      FloatVector y1 = FloatVector.broadcast(S, x[p + 17]);
      a1 = y1.fma(ha, a1);
      b1 = y1.fma(hb, b1);
      FloatVector y2 = FloatVector.broadcast(S, x[p + 18]);
      a2 = y2.fma(ha, a2);
      b2 = y2.fma(hb, b2);
      FloatVector y3 = FloatVector.broadcast(S, x[p + 19]);
      a3 = y3.fma(ha, a3);
      b3 = y3.fma(hb, b3);
      FloatVector y4 = FloatVector.broadcast(S, x[p + 20]);
      a4 = y4.fma(ha, a4);
      b4 = y4.fma(hb, b4);
      FloatVector y5 = FloatVector.broadcast(S, x[p + 21]);
      a5 = y5.fma(ha, a5);
      b5 = y5.fma(hb, b5);
      if (left == -2) {
        break;
      }
      FloatVector ua = FloatVector.fromArray(S, g, q + 32);
      FloatVector ub = FloatVector.fromArray(S, g, q + 32 + V);
      FloatVector z0 = FloatVector.broadcast(S, x[p + 32]);
      a0 = z0.fma(ua, a0);
      b0 = z0.fma(ub, b0);
      FloatVector z1 = FloatVector.broadcast(S, x[p + 33]);
      a1 = z1.fma(ua, a1);
      b1 = z1.fma(ub, b1);
      FloatVector z2 = FloatVector.broadcast(S, x[p + 34]);
      a2 = z2.fma(ua, a2);
      b2 = z2.fma(ub, b2);
      FloatVector z3 = FloatVector.broadcast(S, x[p + 35]);
      a3 = z3.fma(ua, a3);
      b3 = z3.fma(ub, b3);
      FloatVector z4 = FloatVector.broadcast(S, x[p + 36]);
      a4 = z4.fma(ua, a4);
      b4 = z4.fma(ub, b4);
      FloatVector z5 = FloatVector.broadcast(S, x[p + 37]);
      a5 = z5.fma(ua, a5);
      b5 = z5.fma(ub, b5);
      if (left == -3) {
        break;
      }
      FloatVector ta = FloatVector.fromArray(S, g, q + 48);
      FloatVector tb = FloatVector.fromArray(S, g, q + 48 + V);
      FloatVector r0 = FloatVector.broadcast(S, x[p + 48]);
      a0 = r0.fma(ta, a0);
      b0 = r0.fma(tb, b0);
      FloatVector r1 = FloatVector.broadcast(S, x[p + 49]);
      a1 = r1.fma(ta, a1);
      b1 = r1.fma(tb, b1);
      FloatVector r2 = FloatVector.broadcast(S, x[p + 50]);
      a2 = r2.fma(ta, a2);
      b2 = r2.fma(tb, b2);
      FloatVector r3 = FloatVector.broadcast(S, x[p + 51]);
      a3 = r3.fma(ta, a3);
      b3 = r3.fma(tb, b3);
      FloatVector r4 = FloatVector.broadcast(S, x[p + 52]);
      a4 = r4.fma(ta, a4);
      b4 = r4.fma(tb, b4);
      FloatVector r5 = FloatVector.broadcast(S, x[p + 53]);
      a5 = r5.fma(ta, a5);
      b5 = r5.fma(tb, b5);
      p += 64;
      left -= 4;
      if (left == 0) {
        left = width;
        p += skip;
      }
    }
    FloatVector one = FloatVector.broadcast(S, 1f);
    one.fma(FloatVector.fromArray(S, sums, to), a0).intoArray(sums, to);
    one.fma(FloatVector.fromArray(S, sums, to + V), b0).intoArray(sums, to + V);
    one.fma(FloatVector.fromArray(S, sums, to + 2 * V), a1).intoArray(sums, to + 2 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 3 * V), b1).intoArray(sums, to + 3 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 4 * V), a2).intoArray(sums, to + 4 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 5 * V), b2).intoArray(sums, to + 5 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 6 * V), a3).intoArray(sums, to + 6 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 7 * V), b3).intoArray(sums, to + 7 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 8 * V), a4).intoArray(sums, to + 8 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 9 * V), b4).intoArray(sums, to + 9 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 10 * V), a5).intoArray(sums, to + 10 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 11 * V), b5).intoArray(sums, to + 11 * V);
  }

  private static void tile5(
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int width,
      int pixels,
      float[] sums,
      int to) {
    FloatVector a0 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    FloatVector a2 = FloatVector.zero(S);
    FloatVector b2 = FloatVector.zero(S);
    FloatVector a3 = FloatVector.zero(S);
    FloatVector b3 = FloatVector.zero(S);
    FloatVector a4 = FloatVector.zero(S);
    FloatVector b4 = FloatVector.zero(S);
    int left = width;
    int p = at;
    int end = gAt + pixels * 16;
    for (int q = gAt; q < end; q += 64) {
      FloatVector ga = FloatVector.fromArray(S, g, q);
      FloatVector gb = FloatVector.fromArray(S, g, q + V);
      FloatVector x0 = FloatVector.broadcast(S, x[p]);
      a0 = x0.fma(ga, a0);
      b0 = x0.fma(gb, b0);
      FloatVector x1 = FloatVector.broadcast(S, x[p + 1]);
      a1 = x1.fma(ga, a1);
      b1 = x1.fma(gb, b1);
      FloatVector x2 = FloatVector.broadcast(S, x[p + 2]);
      a2 = x2.fma(ga, a2);
      b2 = x2.fma(gb, b2);
      FloatVector x3 = FloatVector.broadcast(S, x[p + 3]);
      a3 = x3.fma(ga, a3);
      b3 = x3.fma(gb, b3);
      FloatVector x4 = FloatVector.broadcast(S, x[p + 4]);
      a4 = x4.fma(ga, a4);
      b4 = x4.fma(gb, b4);
      if (left == -1) {
        break;
      }
      FloatVector ha = FloatVector.fromArray(S, g, q + 16);
      FloatVector hb = FloatVector.fromArray(S, g, q + 16 + V);
      FloatVector y0 = FloatVector.broadcast(S, x[p + 16]);
      a0 = y0.fma(ha, a0);
      b0 = y0.fma(hb, b0);
      FloatVector y1 = FloatVector.broadcast(S, x[p + 17]);
      a1 = y1.fma(ha, a1);
      b1 = y1.fma(hb, b1);
      FloatVector y2 = FloatVector.broadcast(S, x[p + 18]);
      a2 = y2.fma(ha, a2);
      b2 = y2.fma(hb, b2);
      FloatVector y3 = FloatVector.broadcast(S, x[p + 19]);
      a3 = y3.fma(ha, a3);
      b3 = y3.fma(hb, b3);
      FloatVector y4 = FloatVector.broadcast(S, x[p + 20]);
      a4 = y4.fma(ha, a4);
      b4 = y4.fma(hb, b4);
      if (left == -2) {
        break;
      }
      FloatVector ua = FloatVector.fromArray(S, g, q + 32);
      FloatVector ub = FloatVector.fromArray(S, g, q + 32 + V);
      FloatVector z0 = FloatVector.broadcast(S, x[p + 32]);
      a0 = z0.fma(ua, a0);
      b0 = z0.fma(ub, b0);
      FloatVector z1 = FloatVector.broadcast(S, x[p + 33]);
      a1 = z1.fma(ua, a1);
      b1 = z1.fma(ub, b1);
      FloatVector z2 = FloatVector.broadcast(S, x[p + 34]);
      a2 = z2.fma(ua, a2);
      b2 = z2.fma(ub, b2);
      FloatVector z3 = FloatVector.broadcast(S, x[p + 35]);
      a3 = z3.fma(ua, a3);
      b3 = z3.fma(ub, b3);
      FloatVector z4 = FloatVector.broadcast(S, x[p + 36]);
      a4 = z4.fma(ua, a4);
      b4 = z4.fma(ub, b4);
      if (left == -3) {
        break;
      }
      FloatVector ta = FloatVector.fromArray(S, g, q + 48);
      FloatVector tb = FloatVector.fromArray(S, g, q + 48 + V);
      FloatVector r0 = FloatVector.broadcast(S, x[p + 48]);
      a0 = r0.fma(ta, a0);
      b0 = r0.fma(tb, b0);
      FloatVector r1 = FloatVector.broadcast(S, x[p + 49]);
      a1 = r1.fma(ta, a1);
      b1 = r1.fma(tb, b1);
      FloatVector r2 = FloatVector.broadcast(S, x[p + 50]);
      a2 = r2.fma(ta, a2);
      b2 = r2.fma(tb, b2);
      FloatVector r3 = FloatVector.broadcast(S, x[p + 51]);
      a3 = r3.fma(ta, a3);
      b3 = r3.fma(tb, b3);
      FloatVector r4 = FloatVector.broadcast(S, x[p + 52]);
      a4 = r4.fma(ta, a4);
      b4 = r4.fma(tb, b4);
      p += 64;
      left -= 4;
      if (left == 0) {
        left = width;
        p += skip;
      }
    }
    FloatVector one = FloatVector.broadcast(S, 1f);
    one.fma(FloatVector.fromArray(S, sums, to), a0).intoArray(sums, to);
    one.fma(FloatVector.fromArray(S, sums, to + V), b0).intoArray(sums, to + V);
    one.fma(FloatVector.fromArray(S, sums, to + 2 * V), a1).intoArray(sums, to + 2 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 3 * V), b1).intoArray(sums, to + 3 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 4 * V), a2).intoArray(sums, to + 4 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 5 * V), b2).intoArray(sums, to + 5 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 6 * V), a3).intoArray(sums, to + 6 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 7 * V), b3).intoArray(sums, to + 7 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 8 * V), a4).intoArray(sums, to + 8 * V);
    one.fma(FloatVector.fromArray(S, sums, to + 9 * V), b4).intoArray(sums, to + 9 * V);
  }
}
