package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 7 pixels × two vectors, see {@link PairTiles}. */
final class PairTile7 {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private PairTile7() {}

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
    FloatVector a5 = FloatVector.fromArray(S, init, initAt);
    FloatVector b5 = FloatVector.fromArray(S, init, initAt + V);
    FloatVector a6 = FloatVector.fromArray(S, init, initAt);
    FloatVector b6 = FloatVector.fromArray(S, init, initAt + V);
    int segment = from + Taps.AHEAD;
    int x = at + off[from];
    int next = at + off[from + 1];
    int end = wAt + (to - from) * PairTiles.SEGMENT;
    for (int q = wAt; q < end; q += 4 * V) {
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
      FloatVector x5 = FloatVector.broadcast(S, in[x + 80]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      FloatVector x6 = FloatVector.broadcast(S, in[x + 96]);
      a6 = x6.fma(wa, a6);
      b6 = x6.fma(wb, b6);
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
      FloatVector y5 = FloatVector.broadcast(S, in[x + 81]);
      a5 = y5.fma(va, a5);
      b5 = y5.fma(vb, b5);
      FloatVector y6 = FloatVector.broadcast(S, in[x + 97]);
      a6 = y6.fma(va, a6);
      b6 = y6.fma(vb, b6);
      x += 2;
      if ((q & PairTiles.SEGMENT - 1) == PairTiles.SEGMENT - 4 * V) {
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
    a5.blend(low, a5.lt(low)).intoArray(out, outAt + 80);
    b5.blend(low, b5.lt(low)).intoArray(out, outAt + 80 + second);
    a6.blend(low, a6.lt(low)).intoArray(out, outAt + 96);
    b6.blend(low, b6.lt(low)).intoArray(out, outAt + 96 + second);
  }
}
