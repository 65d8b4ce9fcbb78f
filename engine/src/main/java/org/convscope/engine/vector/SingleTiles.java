package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;

/**
 * Register tiles of some pixels × one vector of output channels, for the last block of an odd
 * number of blocks at 512 bits. Otherwise as {@link PairTiles}.
 */
final class SingleTiles {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Floats of the weights of a segment; those of a panel start at a multiple of it. */
  private static final int SEGMENT = Blocked.LANES * V;

  private SingleTiles() {}

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
      float[] init,
      int initAt,
      float[] out,
      int outAt,
      float floor) {
    switch (pixels) {
      case 12 -> tile12(in, at, off, from, to, w, wAt, init, initAt, out, outAt, floor);
      case 4 -> tile4(in, at, off, from, to, w, wAt, init, initAt, out, outAt, floor);
      case 1 -> tile1(in, at, off, from, to, w, wAt, init, initAt, out, outAt, floor);
      default ->
          throw new IllegalArgumentException(
              "tile: no kernel for this number of pixels, got " + pixels);
    }
  }

  private static void tile12(
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
      float floor) {
    FloatVector a0 = FloatVector.fromArray(S, init, initAt);
    FloatVector a1 = FloatVector.fromArray(S, init, initAt);
    FloatVector a2 = FloatVector.fromArray(S, init, initAt);
    FloatVector a3 = FloatVector.fromArray(S, init, initAt);
    FloatVector a4 = FloatVector.fromArray(S, init, initAt);
    FloatVector a5 = FloatVector.fromArray(S, init, initAt);
    FloatVector a6 = FloatVector.fromArray(S, init, initAt);
    FloatVector a7 = FloatVector.fromArray(S, init, initAt);
    FloatVector a8 = FloatVector.fromArray(S, init, initAt);
    FloatVector a9 = FloatVector.fromArray(S, init, initAt);
    FloatVector a10 = FloatVector.fromArray(S, init, initAt);
    FloatVector a11 = FloatVector.fromArray(S, init, initAt);
    int segment = from + Taps.AHEAD;
    int x = at + off[from];
    int next = at + off[from + 1];
    int end = wAt + (to - from) * SEGMENT;
    for (int q = wAt; q < end; q += 2 * V) {
      FloatVector wa = FloatVector.fromArray(S, w, q);
      FloatVector x0 = FloatVector.broadcast(S, in[x]);
      a0 = x0.fma(wa, a0);
      FloatVector x1 = FloatVector.broadcast(S, in[x + 16]);
      a1 = x1.fma(wa, a1);
      FloatVector x2 = FloatVector.broadcast(S, in[x + 32]);
      a2 = x2.fma(wa, a2);
      FloatVector x3 = FloatVector.broadcast(S, in[x + 48]);
      a3 = x3.fma(wa, a3);
      FloatVector x4 = FloatVector.broadcast(S, in[x + 64]);
      a4 = x4.fma(wa, a4);
      FloatVector x5 = FloatVector.broadcast(S, in[x + 80]);
      a5 = x5.fma(wa, a5);
      FloatVector x6 = FloatVector.broadcast(S, in[x + 96]);
      a6 = x6.fma(wa, a6);
      FloatVector x7 = FloatVector.broadcast(S, in[x + 112]);
      a7 = x7.fma(wa, a7);
      FloatVector x8 = FloatVector.broadcast(S, in[x + 128]);
      a8 = x8.fma(wa, a8);
      FloatVector x9 = FloatVector.broadcast(S, in[x + 144]);
      a9 = x9.fma(wa, a9);
      FloatVector x10 = FloatVector.broadcast(S, in[x + 160]);
      a10 = x10.fma(wa, a10);
      FloatVector x11 = FloatVector.broadcast(S, in[x + 176]);
      a11 = x11.fma(wa, a11);
      FloatVector va = FloatVector.fromArray(S, w, q + V);
      FloatVector y0 = FloatVector.broadcast(S, in[x + 1]);
      a0 = y0.fma(va, a0);
      FloatVector y1 = FloatVector.broadcast(S, in[x + 17]);
      a1 = y1.fma(va, a1);
      FloatVector y2 = FloatVector.broadcast(S, in[x + 33]);
      a2 = y2.fma(va, a2);
      FloatVector y3 = FloatVector.broadcast(S, in[x + 49]);
      a3 = y3.fma(va, a3);
      FloatVector y4 = FloatVector.broadcast(S, in[x + 65]);
      a4 = y4.fma(va, a4);
      FloatVector y5 = FloatVector.broadcast(S, in[x + 81]);
      a5 = y5.fma(va, a5);
      FloatVector y6 = FloatVector.broadcast(S, in[x + 97]);
      a6 = y6.fma(va, a6);
      FloatVector y7 = FloatVector.broadcast(S, in[x + 113]);
      a7 = y7.fma(va, a7);
      FloatVector y8 = FloatVector.broadcast(S, in[x + 129]);
      a8 = y8.fma(va, a8);
      FloatVector y9 = FloatVector.broadcast(S, in[x + 145]);
      a9 = y9.fma(va, a9);
      FloatVector y10 = FloatVector.broadcast(S, in[x + 161]);
      a10 = y10.fma(va, a10);
      FloatVector y11 = FloatVector.broadcast(S, in[x + 177]);
      a11 = y11.fma(va, a11);
      x += 2;
      if ((q & SEGMENT - 1) == SEGMENT - 2 * V) {
        x = next;
        next = at + off[segment];
        segment++;
      }
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    a0.blend(low, a0.lt(low)).intoArray(out, outAt);
    a1.blend(low, a1.lt(low)).intoArray(out, outAt + 16);
    a2.blend(low, a2.lt(low)).intoArray(out, outAt + 32);
    a3.blend(low, a3.lt(low)).intoArray(out, outAt + 48);
    a4.blend(low, a4.lt(low)).intoArray(out, outAt + 64);
    a5.blend(low, a5.lt(low)).intoArray(out, outAt + 80);
    a6.blend(low, a6.lt(low)).intoArray(out, outAt + 96);
    a7.blend(low, a7.lt(low)).intoArray(out, outAt + 112);
    a8.blend(low, a8.lt(low)).intoArray(out, outAt + 128);
    a9.blend(low, a9.lt(low)).intoArray(out, outAt + 144);
    a10.blend(low, a10.lt(low)).intoArray(out, outAt + 160);
    a11.blend(low, a11.lt(low)).intoArray(out, outAt + 176);
  }

  private static void tile4(
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
      float floor) {
    FloatVector a0 = FloatVector.fromArray(S, init, initAt);
    FloatVector a1 = FloatVector.fromArray(S, init, initAt);
    FloatVector a2 = FloatVector.fromArray(S, init, initAt);
    FloatVector a3 = FloatVector.fromArray(S, init, initAt);
    int segment = from + Taps.AHEAD;
    int x = at + off[from];
    int next = at + off[from + 1];
    int end = wAt + (to - from) * SEGMENT;
    for (int q = wAt; q < end; q += 2 * V) {
      FloatVector wa = FloatVector.fromArray(S, w, q);
      FloatVector x0 = FloatVector.broadcast(S, in[x]);
      a0 = x0.fma(wa, a0);
      FloatVector x1 = FloatVector.broadcast(S, in[x + 16]);
      a1 = x1.fma(wa, a1);
      FloatVector x2 = FloatVector.broadcast(S, in[x + 32]);
      a2 = x2.fma(wa, a2);
      FloatVector x3 = FloatVector.broadcast(S, in[x + 48]);
      a3 = x3.fma(wa, a3);
      FloatVector va = FloatVector.fromArray(S, w, q + V);
      FloatVector y0 = FloatVector.broadcast(S, in[x + 1]);
      a0 = y0.fma(va, a0);
      FloatVector y1 = FloatVector.broadcast(S, in[x + 17]);
      a1 = y1.fma(va, a1);
      FloatVector y2 = FloatVector.broadcast(S, in[x + 33]);
      a2 = y2.fma(va, a2);
      FloatVector y3 = FloatVector.broadcast(S, in[x + 49]);
      a3 = y3.fma(va, a3);
      x += 2;
      if ((q & SEGMENT - 1) == SEGMENT - 2 * V) {
        x = next;
        next = at + off[segment];
        segment++;
      }
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    a0.blend(low, a0.lt(low)).intoArray(out, outAt);
    a1.blend(low, a1.lt(low)).intoArray(out, outAt + 16);
    a2.blend(low, a2.lt(low)).intoArray(out, outAt + 32);
    a3.blend(low, a3.lt(low)).intoArray(out, outAt + 48);
  }

  private static void tile1(
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
      float floor) {
    FloatVector a0 = FloatVector.fromArray(S, init, initAt);
    int segment = from + Taps.AHEAD;
    int x = at + off[from];
    int next = at + off[from + 1];
    int end = wAt + (to - from) * SEGMENT;
    for (int q = wAt; q < end; q += 2 * V) {
      FloatVector wa = FloatVector.fromArray(S, w, q);
      FloatVector x0 = FloatVector.broadcast(S, in[x]);
      a0 = x0.fma(wa, a0);
      FloatVector va = FloatVector.fromArray(S, w, q + V);
      FloatVector y0 = FloatVector.broadcast(S, in[x + 1]);
      a0 = y0.fma(va, a0);
      x += 2;
      if ((q & SEGMENT - 1) == SEGMENT - 2 * V) {
        x = next;
        next = at + off[segment];
        segment++;
      }
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    a0.blend(low, a0.lt(low)).intoArray(out, outAt);
  }
}
