package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 12 planar pixels × two vectors, see {@link PlanarTiles}. Three segments per iteration where their
 * number allows it, as with the three channels of most first layers. A second loop for what is left
 * would cost more than it gains: with both in one method JDK 17 keeps sums in boxes in some
 * networks.
 */
final class PlanarTile12 {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private PlanarTile12() {}

  static void run(
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
    if ((to - from) % 3 == 0) {
      threes(in, at, off, from, to, w, wAt, bias, biasAt, out, outAt, second, floor);
    } else {
      ones(in, at, off, from, to, w, wAt, bias, biasAt, out, outAt, second, floor);
    }
  }

  /** Three segments per iteration. */
  private static void threes(
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
    FloatVector a6 = FloatVector.zero(S);
    FloatVector b6 = FloatVector.zero(S);
    FloatVector a7 = FloatVector.zero(S);
    FloatVector b7 = FloatVector.zero(S);
    FloatVector a8 = FloatVector.zero(S);
    FloatVector b8 = FloatVector.zero(S);
    FloatVector a9 = FloatVector.zero(S);
    FloatVector b9 = FloatVector.zero(S);
    FloatVector a10 = FloatVector.zero(S);
    FloatVector b10 = FloatVector.zero(S);
    FloatVector a11 = FloatVector.zero(S);
    FloatVector b11 = FloatVector.zero(S);
    int segment = from;
    int threes = (to - from) / 3;
    for (int k = 0; k < threes; k++) {
      int q = wAt + k * 6 * V;
      int x = at + off[segment];
      int y = at + off[segment + 1];
      int z = at + off[segment + 2];
      FloatVector wa = FloatVector.fromArray(S, w, q);
      FloatVector wb = FloatVector.fromArray(S, w, q + V);
      FloatVector x0 = FloatVector.broadcast(S, in[x]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(S, in[x + 1]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(S, in[x + 2]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(S, in[x + 3]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(S, in[x + 4]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(S, in[x + 5]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      FloatVector x6 = FloatVector.broadcast(S, in[x + 6]);
      a6 = x6.fma(wa, a6);
      b6 = x6.fma(wb, b6);
      FloatVector x7 = FloatVector.broadcast(S, in[x + 7]);
      a7 = x7.fma(wa, a7);
      b7 = x7.fma(wb, b7);
      FloatVector x8 = FloatVector.broadcast(S, in[x + 8]);
      a8 = x8.fma(wa, a8);
      b8 = x8.fma(wb, b8);
      FloatVector x9 = FloatVector.broadcast(S, in[x + 9]);
      a9 = x9.fma(wa, a9);
      b9 = x9.fma(wb, b9);
      FloatVector x10 = FloatVector.broadcast(S, in[x + 10]);
      a10 = x10.fma(wa, a10);
      b10 = x10.fma(wb, b10);
      FloatVector x11 = FloatVector.broadcast(S, in[x + 11]);
      a11 = x11.fma(wa, a11);
      b11 = x11.fma(wb, b11);
      FloatVector va = FloatVector.fromArray(S, w, q + 2 * V);
      FloatVector vb = FloatVector.fromArray(S, w, q + 3 * V);
      FloatVector y0 = FloatVector.broadcast(S, in[y]);
      a0 = y0.fma(va, a0);
      b0 = y0.fma(vb, b0);
      FloatVector y1 = FloatVector.broadcast(S, in[y + 1]);
      a1 = y1.fma(va, a1);
      b1 = y1.fma(vb, b1);
      FloatVector y2 = FloatVector.broadcast(S, in[y + 2]);
      a2 = y2.fma(va, a2);
      b2 = y2.fma(vb, b2);
      FloatVector y3 = FloatVector.broadcast(S, in[y + 3]);
      a3 = y3.fma(va, a3);
      b3 = y3.fma(vb, b3);
      FloatVector y4 = FloatVector.broadcast(S, in[y + 4]);
      a4 = y4.fma(va, a4);
      b4 = y4.fma(vb, b4);
      FloatVector y5 = FloatVector.broadcast(S, in[y + 5]);
      a5 = y5.fma(va, a5);
      b5 = y5.fma(vb, b5);
      FloatVector y6 = FloatVector.broadcast(S, in[y + 6]);
      a6 = y6.fma(va, a6);
      b6 = y6.fma(vb, b6);
      FloatVector y7 = FloatVector.broadcast(S, in[y + 7]);
      a7 = y7.fma(va, a7);
      b7 = y7.fma(vb, b7);
      FloatVector y8 = FloatVector.broadcast(S, in[y + 8]);
      a8 = y8.fma(va, a8);
      b8 = y8.fma(vb, b8);
      FloatVector y9 = FloatVector.broadcast(S, in[y + 9]);
      a9 = y9.fma(va, a9);
      b9 = y9.fma(vb, b9);
      FloatVector y10 = FloatVector.broadcast(S, in[y + 10]);
      a10 = y10.fma(va, a10);
      b10 = y10.fma(vb, b10);
      FloatVector y11 = FloatVector.broadcast(S, in[y + 11]);
      a11 = y11.fma(va, a11);
      b11 = y11.fma(vb, b11);
      FloatVector ua = FloatVector.fromArray(S, w, q + 4 * V);
      FloatVector ub = FloatVector.fromArray(S, w, q + 5 * V);
      FloatVector z0 = FloatVector.broadcast(S, in[z]);
      a0 = z0.fma(ua, a0);
      b0 = z0.fma(ub, b0);
      FloatVector z1 = FloatVector.broadcast(S, in[z + 1]);
      a1 = z1.fma(ua, a1);
      b1 = z1.fma(ub, b1);
      FloatVector z2 = FloatVector.broadcast(S, in[z + 2]);
      a2 = z2.fma(ua, a2);
      b2 = z2.fma(ub, b2);
      FloatVector z3 = FloatVector.broadcast(S, in[z + 3]);
      a3 = z3.fma(ua, a3);
      b3 = z3.fma(ub, b3);
      FloatVector z4 = FloatVector.broadcast(S, in[z + 4]);
      a4 = z4.fma(ua, a4);
      b4 = z4.fma(ub, b4);
      FloatVector z5 = FloatVector.broadcast(S, in[z + 5]);
      a5 = z5.fma(ua, a5);
      b5 = z5.fma(ub, b5);
      FloatVector z6 = FloatVector.broadcast(S, in[z + 6]);
      a6 = z6.fma(ua, a6);
      b6 = z6.fma(ub, b6);
      FloatVector z7 = FloatVector.broadcast(S, in[z + 7]);
      a7 = z7.fma(ua, a7);
      b7 = z7.fma(ub, b7);
      FloatVector z8 = FloatVector.broadcast(S, in[z + 8]);
      a8 = z8.fma(ua, a8);
      b8 = z8.fma(ub, b8);
      FloatVector z9 = FloatVector.broadcast(S, in[z + 9]);
      a9 = z9.fma(ua, a9);
      b9 = z9.fma(ub, b9);
      FloatVector z10 = FloatVector.broadcast(S, in[z + 10]);
      a10 = z10.fma(ua, a10);
      b10 = z10.fma(ub, b10);
      FloatVector z11 = FloatVector.broadcast(S, in[z + 11]);
      a11 = z11.fma(ua, a11);
      b11 = z11.fma(ub, b11);
      segment += 3;
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
    a6 = a6.add(la);
    a6.blend(low, a6.lt(low)).intoArray(out, outAt + 96);
    b6 = b6.add(lb);
    b6.blend(low, b6.lt(low)).intoArray(out, outAt + 96 + second);
    a7 = a7.add(la);
    a7.blend(low, a7.lt(low)).intoArray(out, outAt + 112);
    b7 = b7.add(lb);
    b7.blend(low, b7.lt(low)).intoArray(out, outAt + 112 + second);
    a8 = a8.add(la);
    a8.blend(low, a8.lt(low)).intoArray(out, outAt + 128);
    b8 = b8.add(lb);
    b8.blend(low, b8.lt(low)).intoArray(out, outAt + 128 + second);
    a9 = a9.add(la);
    a9.blend(low, a9.lt(low)).intoArray(out, outAt + 144);
    b9 = b9.add(lb);
    b9.blend(low, b9.lt(low)).intoArray(out, outAt + 144 + second);
    a10 = a10.add(la);
    a10.blend(low, a10.lt(low)).intoArray(out, outAt + 160);
    b10 = b10.add(lb);
    b10.blend(low, b10.lt(low)).intoArray(out, outAt + 160 + second);
    a11 = a11.add(la);
    a11.blend(low, a11.lt(low)).intoArray(out, outAt + 176);
    b11 = b11.add(lb);
    b11.blend(low, b11.lt(low)).intoArray(out, outAt + 176 + second);
  }

  /** Any number of segments. */
  private static void ones(
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
    FloatVector a6 = FloatVector.zero(S);
    FloatVector b6 = FloatVector.zero(S);
    FloatVector a7 = FloatVector.zero(S);
    FloatVector b7 = FloatVector.zero(S);
    FloatVector a8 = FloatVector.zero(S);
    FloatVector b8 = FloatVector.zero(S);
    FloatVector a9 = FloatVector.zero(S);
    FloatVector b9 = FloatVector.zero(S);
    FloatVector a10 = FloatVector.zero(S);
    FloatVector b10 = FloatVector.zero(S);
    FloatVector a11 = FloatVector.zero(S);
    FloatVector b11 = FloatVector.zero(S);
    int count = to - from;
    for (int k = 0; k < count; k++) {
      int q = wAt + k * 2 * V;
      int x = at + off[from + k];
      FloatVector wa = FloatVector.fromArray(S, w, q);
      FloatVector wb = FloatVector.fromArray(S, w, q + V);
      FloatVector x0 = FloatVector.broadcast(S, in[x]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(S, in[x + 1]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(S, in[x + 2]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(S, in[x + 3]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(S, in[x + 4]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(S, in[x + 5]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      FloatVector x6 = FloatVector.broadcast(S, in[x + 6]);
      a6 = x6.fma(wa, a6);
      b6 = x6.fma(wb, b6);
      FloatVector x7 = FloatVector.broadcast(S, in[x + 7]);
      a7 = x7.fma(wa, a7);
      b7 = x7.fma(wb, b7);
      FloatVector x8 = FloatVector.broadcast(S, in[x + 8]);
      a8 = x8.fma(wa, a8);
      b8 = x8.fma(wb, b8);
      FloatVector x9 = FloatVector.broadcast(S, in[x + 9]);
      a9 = x9.fma(wa, a9);
      b9 = x9.fma(wb, b9);
      FloatVector x10 = FloatVector.broadcast(S, in[x + 10]);
      a10 = x10.fma(wa, a10);
      b10 = x10.fma(wb, b10);
      FloatVector x11 = FloatVector.broadcast(S, in[x + 11]);
      a11 = x11.fma(wa, a11);
      b11 = x11.fma(wb, b11);
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
    a6 = a6.add(la);
    a6.blend(low, a6.lt(low)).intoArray(out, outAt + 96);
    b6 = b6.add(lb);
    b6.blend(low, b6.lt(low)).intoArray(out, outAt + 96 + second);
    a7 = a7.add(la);
    a7.blend(low, a7.lt(low)).intoArray(out, outAt + 112);
    b7 = b7.add(lb);
    b7.blend(low, b7.lt(low)).intoArray(out, outAt + 112 + second);
    a8 = a8.add(la);
    a8.blend(low, a8.lt(low)).intoArray(out, outAt + 128);
    b8 = b8.add(lb);
    b8.blend(low, b8.lt(low)).intoArray(out, outAt + 128 + second);
    a9 = a9.add(la);
    a9.blend(low, a9.lt(low)).intoArray(out, outAt + 144);
    b9 = b9.add(lb);
    b9.blend(low, b9.lt(low)).intoArray(out, outAt + 144 + second);
    a10 = a10.add(la);
    a10.blend(low, a10.lt(low)).intoArray(out, outAt + 160);
    b10 = b10.add(lb);
    b10.blend(low, b10.lt(low)).intoArray(out, outAt + 160 + second);
    a11 = a11.add(la);
    a11.blend(low, a11.lt(low)).intoArray(out, outAt + 176);
    b11 = b11.add(lb);
    b11.blend(low, b11.lt(low)).intoArray(out, outAt + 176 + second);
  }
}
