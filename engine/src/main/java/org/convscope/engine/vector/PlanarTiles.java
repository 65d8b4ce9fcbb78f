package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles on planar (NCHW) input, for first layers, whose few channels would waste a block:
 * as {@link PairTiles}, but the inputs of neighbouring pixels are neighbours, each segment is one
 * input, and the bias is added to the sums.
 *
 * <p>512 bits, products per sum 27, 147, 363 (3×3, 7×7 and 11×11 over three channels), GFLOP/s of
 * 172, JDK 17: one step per iteration 115, 131, 128, two 136, 162, 147, three 145, 171, 173 (JDK 25
 * 115, 130, 124; 148, 163, 156; 151, 172, 174; programs of one tile each that are not kept).
 *
 * <p>With 16 registers 6 × 2: 256 bits, 3×3 and 7×7 over three channels, GFLOP/s of 96: 60 and 79
 * on both JDK 17 and 25. Without fences, or with a loop that allows for longer segments, JDK 25 has
 * 35 and 39.
 */
final class PlanarTiles {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private PlanarTiles() {}

  /** Computes one tile of {@code pixels} pixels. */
  static void run(
      int pixels,
      float[] in,
      int at,
      int[] off,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] out,
      int outAt,
      int second,
      float floor) {
    switch (pixels) {
      case 12 ->
          PlanarTile12.run(in, at, off, from, to, w, wAt, bias, biasAt, out, outAt, second, floor);
      case 6 -> tile6(in, at, off, from, to, w, wAt, bias, biasAt, out, outAt, second, floor);
      default ->
          throw new IllegalArgumentException(
              "tile: no kernel for this number of pixels, got " + pixels);
    }
  }

  /** 6 pixels. */
  private static void tile6(
      float[] in,
      int at,
      int[] off,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] out,
      int outAt,
      int second,
      float floor) {
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
    int segment = from;
    int end = wAt + (to - from) * 2 * V;
    for (int q = wAt; q < end; q += 2 * V) {
      int x = at + off[segment];
      FloatVector wa = FloatVector.fromArray(S, w, q);
      FloatVector wb = FloatVector.fromArray(S, w, q + V);
      FloatVector x0 = FloatVector.broadcast(S, in[x]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(S, in[x + 1]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      if (segment == -1) {
        break;
      }
      FloatVector x2 = FloatVector.broadcast(S, in[x + 2]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(S, in[x + 3]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      if (segment == -2) {
        break;
      }
      FloatVector x4 = FloatVector.broadcast(S, in[x + 4]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(S, in[x + 5]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      segment++;
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector la = FloatVector.fromArray(S, bias, biasAt);
    FloatVector lb = FloatVector.fromArray(S, bias, biasAt + V);
    a0 = a0.add(la);
    a0.blend(low, a0.lt(low)).intoArray(out, outAt);
    b0 = b0.add(lb);
    b0.blend(low, b0.lt(low)).intoArray(out, outAt + second);
    a1 = a1.add(la);
    a1.blend(low, a1.lt(low)).intoArray(out, outAt + 16);
    b1 = b1.add(lb);
    b1.blend(low, b1.lt(low)).intoArray(out, outAt + 16 + second);
    a2 = a2.add(la);
    a2.blend(low, a2.lt(low)).intoArray(out, outAt + 32);
    b2 = b2.add(lb);
    b2.blend(low, b2.lt(low)).intoArray(out, outAt + 32 + second);
    a3 = a3.add(la);
    a3.blend(low, a3.lt(low)).intoArray(out, outAt + 48);
    b3 = b3.add(lb);
    b3.blend(low, b3.lt(low)).intoArray(out, outAt + 48 + second);
    a4 = a4.add(la);
    a4.blend(low, a4.lt(low)).intoArray(out, outAt + 64);
    b4 = b4.add(lb);
    b4.blend(low, b4.lt(low)).intoArray(out, outAt + 64 + second);
    a5 = a5.add(la);
    a5.blend(low, a5.lt(low)).intoArray(out, outAt + 80);
    b5 = b5.add(lb);
    b5.blend(low, b5.lt(low)).intoArray(out, outAt + 80 + second);
  }
}
