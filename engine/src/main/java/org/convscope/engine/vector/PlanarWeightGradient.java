package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Gradient of a first layer by its weight: few input channels, read planar, so that a tile is eight
 * of the taps of all channels × one panel of filters. Otherwise as {@link WeightGradient}.
 */
record PlanarWeightGradient(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Taps of a tile. */
  private static final int TILE = 8;

  Tensor run(Tensor x, Tensor gy, Window window, Shape weight) {
    Shape out = gy.shape();
    Padded form = Padded.of(window, 1, x.shape().dim(1), x.shape().dim(2), x.shape().dim(3));
    float[] from = x.floats();
    float[] in = form.apply(Planes.all(from, form.blocks()), x.shape().dim(0), workers, buffers);
    int[] taps = taps(window, form);
    int tiles = taps.length / TILE;
    float[] g = gy.blocked();
    float[] gw = buffers.take(weight.size());
    int panels = (Blocked.groups(out.dim(1)) * Blocked.LANES + Lanes.PANEL - 1) / Lanes.PANEL;
    workers.forEach(
        panels * tiles,
        task -> {
          int panel = task / tiles;
          int first = task % tiles * TILE;
          float[] sums = new float[TILE * Lanes.PANEL];
          sum(in, form, window, g, out, panel, taps, first, sums);
          store(sums, panel, first, weight, gw);
        });
    form.release(from, in, buffers);
    return Tensor.of(weight, gw);
  }

  /** Offsets of the taps in the order of the weights; the last one repeated up to a whole tile. */
  private static int[] taps(Window window, Padded form) {
    int perChannel = window.taps();
    int count = form.blocks() * perChannel;
    int[] taps = new int[(count + TILE - 1) / TILE * TILE];
    for (int i = 0; i < taps.length; i++) {
      int j = Math.min(i, count - 1);
      int row = j % perChannel / window.w().kernel() * window.h().dilation();
      int column = j % window.w().kernel() * window.w().dilation();
      taps[i] = j / perChannel * form.blockPitch() + row * form.rowPitch() + form.column(column);
    }
    return taps;
  }

  private static void sum(
      float[] in,
      Padded form,
      Window window,
      float[] g,
      Shape out,
      int panel,
      int[] taps,
      int first,
      float[] sums) {
    int width = out.dim(3);
    int plane = out.dim(2) * width * Blocked.LANES;
    int channel = panel * Lanes.PANEL;
    int blocks = Blocked.groups(out.dim(1));
    boolean paired = V < Blocked.LANES || channel / Blocked.LANES + 1 < blocks;
    int second = V < Blocked.LANES ? V : paired ? plane : 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int y = 0; y < out.dim(2); y++) {
        int at = n * form.imagePitch() + y * form.outputRow(window);
        int gAt =
            (n * blocks + channel / Blocked.LANES) * plane
                + channel % Blocked.LANES
                + y * width * Blocked.LANES;
        tile(in, at, taps, first, g, gAt, second, width, sums, 0);
      }
    }
  }

  /** One row of output gradients against eight taps. */
  private static void tile(
      float[] x,
      int at,
      int[] tap,
      int first,
      float[] g,
      int gAt,
      int second,
      int width,
      float[] sums,
      int to) {
    int r0 = tap[first];
    int r1 = tap[first + 1];
    int r2 = tap[first + 2];
    int r3 = tap[first + 3];
    int r4 = tap[first + 4];
    int r5 = tap[first + 5];
    int r6 = tap[first + 6];
    int r7 = tap[first + 7];
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
    for (int i = 0; i < width; i++) {
      int p = at + i;
      int q = gAt + i * 16;
      FloatVector ga = FloatVector.fromArray(S, g, q);
      FloatVector gb = FloatVector.fromArray(S, g, q + second);
      FloatVector x0 = FloatVector.broadcast(S, x[p + r0]);
      a0 = x0.fma(ga, a0);
      b0 = x0.fma(gb, b0);
      FloatVector x1 = FloatVector.broadcast(S, x[p + r1]);
      a1 = x1.fma(ga, a1);
      b1 = x1.fma(gb, b1);
      FloatVector x2 = FloatVector.broadcast(S, x[p + r2]);
      a2 = x2.fma(ga, a2);
      b2 = x2.fma(gb, b2);
      FloatVector x3 = FloatVector.broadcast(S, x[p + r3]);
      a3 = x3.fma(ga, a3);
      b3 = x3.fma(gb, b3);
      FloatVector x4 = FloatVector.broadcast(S, x[p + r4]);
      a4 = x4.fma(ga, a4);
      b4 = x4.fma(gb, b4);
      FloatVector x5 = FloatVector.broadcast(S, x[p + r5]);
      a5 = x5.fma(ga, a5);
      b5 = x5.fma(gb, b5);
      FloatVector x6 = FloatVector.broadcast(S, x[p + r6]);
      a6 = x6.fma(ga, a6);
      b6 = x6.fma(gb, b6);
      FloatVector x7 = FloatVector.broadcast(S, x[p + r7]);
      a7 = x7.fma(ga, a7);
      b7 = x7.fma(gb, b7);
    }
    a0.add(FloatVector.fromArray(S, sums, to)).intoArray(sums, to);
    b0.add(FloatVector.fromArray(S, sums, to + V)).intoArray(sums, to + V);
    a1.add(FloatVector.fromArray(S, sums, to + 2 * V)).intoArray(sums, to + 2 * V);
    b1.add(FloatVector.fromArray(S, sums, to + 3 * V)).intoArray(sums, to + 3 * V);
    a2.add(FloatVector.fromArray(S, sums, to + 4 * V)).intoArray(sums, to + 4 * V);
    b2.add(FloatVector.fromArray(S, sums, to + 5 * V)).intoArray(sums, to + 5 * V);
    a3.add(FloatVector.fromArray(S, sums, to + 6 * V)).intoArray(sums, to + 6 * V);
    b3.add(FloatVector.fromArray(S, sums, to + 7 * V)).intoArray(sums, to + 7 * V);
    a4.add(FloatVector.fromArray(S, sums, to + 8 * V)).intoArray(sums, to + 8 * V);
    b4.add(FloatVector.fromArray(S, sums, to + 9 * V)).intoArray(sums, to + 9 * V);
    a5.add(FloatVector.fromArray(S, sums, to + 10 * V)).intoArray(sums, to + 10 * V);
    b5.add(FloatVector.fromArray(S, sums, to + 11 * V)).intoArray(sums, to + 11 * V);
    a6.add(FloatVector.fromArray(S, sums, to + 12 * V)).intoArray(sums, to + 12 * V);
    b6.add(FloatVector.fromArray(S, sums, to + 13 * V)).intoArray(sums, to + 13 * V);
    a7.add(FloatVector.fromArray(S, sums, to + 14 * V)).intoArray(sums, to + 14 * V);
    b7.add(FloatVector.fromArray(S, sums, to + 15 * V)).intoArray(sums, to + 15 * V);
  }

  private static void store(float[] sums, int panel, int first, Shape weight, float[] gw) {
    int taps = weight.size() / weight.dim(0);
    int end = Math.min(weight.dim(0), (panel + 1) * Lanes.PANEL);
    for (int filter = panel * Lanes.PANEL; filter < end; filter++) {
      for (int t = 0; t < TILE && first + t < taps; t++) {
        gw[filter * taps + first + t] = sums[t * Lanes.PANEL + filter - panel * Lanes.PANEL];
      }
    }
  }
}
