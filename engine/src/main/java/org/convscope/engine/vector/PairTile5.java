package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 5 pixels × two vectors, for 16 registers, see {@link PairTiles}. */
final class PairTile5 {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private PairTile5() {}

  static void run(
      float[] in,
      int at,
      int[] off,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] init,
      int initAt,
      float[] out,
      int outAt,
      int second,
      float floor) {
    FloatVector a0 = FloatVector.fromArray(S, init, initAt);
    FloatVector b0 = FloatVector.fromArray(S, init, initAt + V);
    FloatVector a1 = FloatVector.fromArray(S, init, initAt);
    FloatVector b1 = FloatVector.fromArray(S, init, initAt + V);
    FloatVector a2 = FloatVector.fromArray(S, init, initAt);
    FloatVector b2 = FloatVector.fromArray(S, init, initAt + V);
    FloatVector a3 = FloatVector.fromArray(S, init, initAt);
    FloatVector b3 = FloatVector.fromArray(S, init, initAt + V);
    FloatVector a4 = FloatVector.fromArray(S, init, initAt);
    FloatVector b4 = FloatVector.fromArray(S, init, initAt + V);
    int segment = from + Taps.AHEAD;
    int x = at + off[from];
    int next = at + off[from + 1];
    int end = wAt + (to - from) * PairTiles.SEGMENT;
    for (int q = wAt; q < end; q += 8 * V) {
      FloatVector wa = FloatVector.fromArray(S, w, q);
      FloatVector wb = FloatVector.fromArray(S, w, q + V);
      FloatVector x0 = FloatVector.broadcast(S, in[x]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(S, in[x + 16]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(S, in[x + 32]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(S, in[x + 48]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(S, in[x + 64]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      if (segment == -1) {
        break;
      }
      FloatVector va = FloatVector.fromArray(S, w, q + 2 * V);
      FloatVector vb = FloatVector.fromArray(S, w, q + 3 * V);
      FloatVector y0 = FloatVector.broadcast(S, in[x + 1]);
      a0 = y0.fma(va, a0);
      b0 = y0.fma(vb, b0);
      FloatVector y1 = FloatVector.broadcast(S, in[x + 17]);
      a1 = y1.fma(va, a1);
      b1 = y1.fma(vb, b1);
      FloatVector y2 = FloatVector.broadcast(S, in[x + 33]);
      a2 = y2.fma(va, a2);
      b2 = y2.fma(vb, b2);
      FloatVector y3 = FloatVector.broadcast(S, in[x + 49]);
      a3 = y3.fma(va, a3);
      b3 = y3.fma(vb, b3);
      FloatVector y4 = FloatVector.broadcast(S, in[x + 65]);
      a4 = y4.fma(va, a4);
      b4 = y4.fma(vb, b4);
      if (segment == -2) {
        break;
      }
      FloatVector ua = FloatVector.fromArray(S, w, q + 4 * V);
      FloatVector ub = FloatVector.fromArray(S, w, q + 5 * V);
      FloatVector z0 = FloatVector.broadcast(S, in[x + 2]);
      a0 = z0.fma(ua, a0);
      b0 = z0.fma(ub, b0);
      FloatVector z1 = FloatVector.broadcast(S, in[x + 18]);
      a1 = z1.fma(ua, a1);
      b1 = z1.fma(ub, b1);
      FloatVector z2 = FloatVector.broadcast(S, in[x + 34]);
      a2 = z2.fma(ua, a2);
      b2 = z2.fma(ub, b2);
      FloatVector z3 = FloatVector.broadcast(S, in[x + 50]);
      a3 = z3.fma(ua, a3);
      b3 = z3.fma(ub, b3);
      FloatVector z4 = FloatVector.broadcast(S, in[x + 66]);
      a4 = z4.fma(ua, a4);
      b4 = z4.fma(ub, b4);
      if (segment == -3) {
        break;
      }
      FloatVector ta = FloatVector.fromArray(S, w, q + 6 * V);
      FloatVector tb = FloatVector.fromArray(S, w, q + 7 * V);
      FloatVector p0 = FloatVector.broadcast(S, in[x + 3]);
      a0 = p0.fma(ta, a0);
      b0 = p0.fma(tb, b0);
      FloatVector p1 = FloatVector.broadcast(S, in[x + 19]);
      a1 = p1.fma(ta, a1);
      b1 = p1.fma(tb, b1);
      FloatVector p2 = FloatVector.broadcast(S, in[x + 35]);
      a2 = p2.fma(ta, a2);
      b2 = p2.fma(tb, b2);
      FloatVector p3 = FloatVector.broadcast(S, in[x + 51]);
      a3 = p3.fma(ta, a3);
      b3 = p3.fma(tb, b3);
      FloatVector p4 = FloatVector.broadcast(S, in[x + 67]);
      a4 = p4.fma(ta, a4);
      b4 = p4.fma(tb, b4);
      x += 4;
      if ((q & PairTiles.SEGMENT - 1) == PairTiles.SEGMENT - 8 * V) {
        x = next;
        next = at + off[segment];
        segment++;
      }
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    a0.blend(low, a0.lt(low)).intoArray(out, outAt);
    b0.blend(low, b0.lt(low)).intoArray(out, outAt + second);
    a1.blend(low, a1.lt(low)).intoArray(out, outAt + 16);
    b1.blend(low, b1.lt(low)).intoArray(out, outAt + 16 + second);
    a2.blend(low, a2.lt(low)).intoArray(out, outAt + 32);
    b2.blend(low, b2.lt(low)).intoArray(out, outAt + 32 + second);
    a3.blend(low, a3.lt(low)).intoArray(out, outAt + 48);
    b3.blend(low, b3.lt(low)).intoArray(out, outAt + 48 + second);
    a4.blend(low, a4.lt(low)).intoArray(out, outAt + 64);
    b4.blend(low, b4.lt(low)).intoArray(out, outAt + 64 + second);
  }
}
