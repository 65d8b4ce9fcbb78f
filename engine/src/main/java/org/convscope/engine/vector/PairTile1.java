package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 1 pixel × two vectors, see {@link PairTiles}. */
final class PairTile1 {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  private PairTile1() {}

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
      FloatVector va = FloatVector.fromArray(S, w, q + 2 * V);
      FloatVector vb = FloatVector.fromArray(S, w, q + 3 * V);
      FloatVector y0 = FloatVector.broadcast(S, in[x + 1]);
      a0 = y0.fma(va, a0);
      b0 = y0.fma(vb, b0);
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
  }
}
