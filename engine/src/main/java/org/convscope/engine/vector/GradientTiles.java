package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;

/**
 * Register tiles of the weight gradient: some input channels × one panel of output channels, summed
 * over pixels.
 *
 * <p>8 × 2 vectors at 512 bits: 16 accumulators and 10 loads per 16 FMAs; 16 divides by 8, and 12 ×
 * 2 measured no faster. One flattened loop over the pixels, counted by the gradients' position, as
 * in {@link PairTiles}: 168 instead of 159 GFLOP/s of 171.
 *
 * <p>With 16 registers 6 × 2, 5 × 2 and 5 × 2, with a fence as there: 256 bits, rows of 56, 28 and
 * 14 pixels, 87, 90 and 85 GFLOP/s of 96 on JDK 17 and 85, 86 and 82 on 25 (61, 62 and 60 without
 * the fence); four times 4 × 2 gave 62, 63 and 60, and 75 with the bounds checks out of the loop.
 * Where rows are whole fours of pixels, or follow each other without a gap, {@link GradientQuads}
 * does all but the last pixels.
 */
final class GradientTiles {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Input channels of the tiles that make up a block, by number of registers. */
  private static final int[] MANY_REGISTERS = {8, 8};

  private static final int[] FEW_REGISTERS = {6, 5, 5};

  /** Input channels of each tile of a block. */
  static int[] split() {
    return (Lanes.manyRegisters() ? MANY_REGISTERS : FEW_REGISTERS).clone();
  }

  private GradientTiles() {}

  /**
   * Adds to {@code sums} ({@code channels} rows of a panel) the products of the inputs from {@code
   * x[at]} on with the output gradients from {@code g[gAt]} on.
   *
   * @param channels one of {@link #split}
   * @param skip floats between the rows of x beyond their width
   * @param second distance of the second vector's output gradients from the first's
   * @param width pixels of a row
   * @param pixels number of pixels
   */
  static void run(
      int channels,
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int second,
      int width,
      int pixels,
      float[] sums,
      int to) {
    if (Lanes.manyRegisters()) {
      tile8(x, at, skip, g, gAt, second, width, pixels, sums, to);
      return;
    }
    int fours = skip == 0 ? pixels / 4 * 4 : width % 4 == 0 ? pixels : 0;
    if (fours > 0) {
      int row = skip == 0 ? fours : width;
      GradientQuads.run(channels, x, at, skip, g, gAt, row, fours, sums, to);
    }
    int left = pixels - fours;
    if (left > 0) {
      int done = fours * Blocked.LANES;
      single(channels, x, at + done, skip, g, gAt + done, second, width, left, sums, to);
    }
  }

  /** One pixel per iteration. */
  private static void single(
      int channels,
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int second,
      int width,
      int pixels,
      float[] sums,
      int to) {
    switch (channels) {
      case 6 -> tile6(x, at, skip, g, gAt, second, width, pixels, sums, to);
      case 5 -> tile5(x, at, skip, g, gAt, second, width, pixels, sums, to);
      default ->
          throw new IllegalArgumentException(
              "tile: no kernel for this number of channels, got " + channels);
    }
  }

  private static void tile8(
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int second,
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
    FloatVector a6 = FloatVector.zero(S);
    FloatVector b6 = FloatVector.zero(S);
    FloatVector a7 = FloatVector.zero(S);
    FloatVector b7 = FloatVector.zero(S);
    int left = width;
    int p = at;
    int end = gAt + pixels * 16;
    for (int q = gAt; q < end; q += 16) {
      FloatVector ga = FloatVector.fromArray(S, g, q);
      FloatVector gb = FloatVector.fromArray(S, g, q + second);
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
      FloatVector x6 = FloatVector.broadcast(S, x[p + 6]);
      a6 = x6.fma(ga, a6);
      b6 = x6.fma(gb, b6);
      FloatVector x7 = FloatVector.broadcast(S, x[p + 7]);
      a7 = x7.fma(ga, a7);
      b7 = x7.fma(gb, b7);
      p += 16;
      if (--left == 0) {
        left = width;
        p += skip;
      }
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

  private static void tile6(
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int second,
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
    for (int q = gAt; q < end; q += 16) {
      FloatVector ga = FloatVector.fromArray(S, g, q);
      FloatVector gb = FloatVector.fromArray(S, g, q + second);
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
      if (left == -1) {
        break;
      }
      FloatVector x4 = FloatVector.broadcast(S, x[p + 4]);
      a4 = x4.fma(ga, a4);
      b4 = x4.fma(gb, b4);
      FloatVector x5 = FloatVector.broadcast(S, x[p + 5]);
      a5 = x5.fma(ga, a5);
      b5 = x5.fma(gb, b5);
      p += 16;
      if (--left == 0) {
        left = width;
        p += skip;
      }
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
  }

  private static void tile5(
      float[] x,
      int at,
      int skip,
      float[] g,
      int gAt,
      int second,
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
    for (int q = gAt; q < end; q += 16) {
      FloatVector ga = FloatVector.fromArray(S, g, q);
      FloatVector gb = FloatVector.fromArray(S, g, q + second);
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
      if (left == -1) {
        break;
      }
      FloatVector x4 = FloatVector.broadcast(S, x[p + 4]);
      a4 = x4.fma(ga, a4);
      b4 = x4.fma(gb, b4);
      p += 16;
      if (--left == 0) {
        left = width;
        p += skip;
      }
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
  }
}
