package org.convscope.engine.vector;

import org.convscope.engine.Blocked;

/**
 * Register tiles of some pixels × one panel (two vectors) of output channels, on NCHW16c.
 *
 * <p>Every kernel: {@code out[i] = max(floor, init + Σ_k in[i][k] · w[k])} for the pixels i of one
 * tile, whose inputs and results lie 16 floats apart; {@link TileEnd} has what else may have to
 * happen to them. The reduction runs over the segments {@code off[from..to)}, 16 consecutive inputs
 * each, in one flattened loop: accumulators that live across a nested loop are boxed by JDK 17 (5
 * instead of 160 GFLOP/s). {@code blend} instead of {@code max}, which allocates there. A floor of
 * 0 is ReLU, of −∞ nothing.
 *
 * <p>The loop counts by the weights' position, which moves their bounds checks out of it and tells
 * where a segment ends. Where the next segment starts is worked out a segment ahead: the compiler,
 * short of registers, keeps {@code at} and {@code off} in vector registers, and the way back from
 * there waits behind all FMAs that have been issued. {@link Taps#AHEAD} offsets behind {@code to}
 * are read and not used. Tiles of 8 and 7 pixels reach 169 and 168 GFLOP/s with it, 130 and 130
 * where a segment's start was worked out at its beginning and its inputs were counted (256 inputs,
 * 512 bits, peak 171; 6 pixels at 256 bits and 64 inputs 80 instead of 62; a program that is not
 * kept).
 *
 * <p>{@code second} is the distance of the second vector's results from the first's. 12 × 2 is the
 * main tile: 24 accumulators, two weight vectors and a broadcast fit 32 registers. Two steps of the
 * reduction per iteration, because the loop's scalar instructions compete with FMAs for ports: 64
 * channels, 3×3, 512 bits, peak 213: 151 GFLOP/s with one step, 165 with two, 139 with three (JDK
 * 25: 146, 173, 75). 8×3, 9×3 and 6×4 are slower or fragile. 13 × 2 is for rows of 13 pixels, of
 * which two of 7 × 2 compute one twice; 14 × 2, as fast alone, was slower in a network. The short
 * tiles are for what is left of a row.
 *
 * <p>With 16 registers 6 × 2 is the main tile and fills 15 of them, if the compiler loads a weight
 * or an input only when it is due. Left to itself it loads those of all steps first and keeps
 * accumulators in memory: 40 GFLOP/s of 96. Comparisons that never hold ({@code segment == -1}) are
 * <em>fences</em>: before each, all sums of the lines above must be complete, since the interpreter
 * would go on with them. Four steps per iteration with a fence between them are 24 instructions for
 * the 12 FMAs of a step; two steps with a fence after every other pixel were 29. An idle core hides
 * the difference (94 GFLOP/s either way), one whose other hardware thread is busy takes three
 * instructions per cycle: 68 instead of 57 (3×3, 64 channels, JDK 17 and 25; {@code
 * docs/design-notes.md}). All that holds for loops in strips, as the default collector has them;
 * without, half of all compilations keep sums in memory.
 */
final class PairTiles {
  /** Floats of the weights of a segment; those of a panel start at a multiple of it. */
  static final int SEGMENT = Blocked.LANES * Lanes.PANEL;

  private PairTiles() {}

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
      int second,
      float floor) {
    switch (pixels) {
      case 13 ->
          PairTile13.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      case 12 ->
          PairTile12.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      case 8 ->
          PairTile8.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      case 7 ->
          PairTile7.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      case 6 ->
          PairTile6.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      case 5 ->
          PairTile5.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      case 4 ->
          PairTile4.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      case 1 ->
          PairTile1.run(in, at, off, from, to, w, wAt, init, initAt, out, outAt, second, floor);
      default ->
          throw new IllegalArgumentException(
              "tile: no kernel for this number of pixels, got " + pixels);
    }
  }
}
