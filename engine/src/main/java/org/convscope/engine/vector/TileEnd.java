package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Blocked;

/**
 * What only some tiles need done to their sums: a bias added last, results that do not lie side by
 * side, a residual, a gate. Register tiles store pixels 16 floats apart and end with the floor at
 * most, because these instructions weigh where the reduction is short: with a bias and a variable
 * distance between pixels 16 channels ran at 52 instead of 64 GFLOP/s, 144 at 90 instead of 93 (6 ×
 * 2, 256 bits, a program that is not kept).
 *
 * @param out where the results belong
 * @param bias by output channel, padded to whole blocks, or null where the sums have it already
 */
record TileEnd(Target out, float[] bias) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Floats from the first to the second vector's results in a scratch tile. */
  static final int SCRATCH_SECOND = V == Blocked.LANES ? 16 * Blocked.LANES : V;

  /** Whether tiles can store their results where they belong. */
  boolean isDense() {
    return out.step() == Blocked.LANES;
  }

  /** Room for a tile's results if they do not lie side by side, else null. */
  float[] scratch() {
    return isDense() ? null : new float[2 * 16 * Blocked.LANES];
  }

  /** The least result that a tile lets pass. */
  float floor() {
    return out.relu() && bias == null && out.residual() == null ? 0f : Float.NEGATIVE_INFINITY;
  }

  /** Whether there is anything to do after a tile. */
  boolean isNeeded() {
    return !isDense() || bias != null || out.residual() != null || out.gate() != null;
  }

  /**
   * Ends a tile.
   *
   * @param from its sums
   * @param at the first of them
   * @param apart floats from one pixel's sums to the next one's
   * @param fromSecond floats from the first to the second vector's sums
   * @param to where the first result belongs
   * @param step floats from one pixel's result to the next one's
   * @param second floats from the first to the second vector's results
   * @param vectors one or two
   * @param channel the first output channel
   */
  void apply(
      float[] from,
      int at,
      int apart,
      int fromSecond,
      int to,
      int step,
      int second,
      int pixels,
      int vectors,
      int channel) {
    for (int v = 0; v < vectors; v++) {
      int o = to + v * second;
      if (bias != null || from != out.data()) {
        place(from, at + v * fromSecond, apart, o, step, pixels, channel + v * V);
      }
      meet(o, pixels, step);
    }
  }

  /** Ends {@code pixels} sums over a block of channels that are where they belong already. */
  void finish(int at, int pixels) {
    for (int lane = 0; lane < Blocked.LANES; lane += V) {
      meet(at + lane, pixels, out.step());
    }
  }

  /** What lies at the same place elsewhere is added, or decides. */
  void meet(int at, int pixels, int step) {
    if (out.residual() != null) {
      addResidual(at, pixels, step);
    }
    if (out.gate() != null) {
      gate(at, pixels, step);
    }
  }

  private void place(float[] from, int at, int apart, int to, int step, int pixels, int channel) {
    float[] data = out.data();
    FloatVector low =
        FloatVector.broadcast(
            S, out.relu() && out.residual() == null ? 0f : Float.NEGATIVE_INFINITY);
    FloatVector last = bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, channel);
    for (int i = 0; i < pixels; i++) {
      FloatVector y = FloatVector.fromArray(S, from, at + i * apart).add(last);
      y.blend(low, y.lt(low)).intoArray(data, to + i * step);
    }
  }

  private void addResidual(int at, int pixels, int step) {
    FloatVector low = FloatVector.broadcast(S, out.relu() ? 0f : Float.NEGATIVE_INFINITY);
    float[] data = out.data();
    float[] residual = out.residual();
    for (int i = 0; i < pixels; i++) {
      int o = at + i * step;
      FloatVector y = FloatVector.fromArray(S, data, o).add(FloatVector.fromArray(S, residual, o));
      y.blend(low, y.lt(low)).intoArray(data, o);
    }
  }

  /** Sets what does not lie at a positive number to 0. */
  void gate(int at, int pixels, int step) {
    FloatVector zero = FloatVector.zero(S);
    float[] data = out.data();
    float[] gate = out.gate();
    for (int i = 0; i < pixels; i++) {
      int o = at + i * step;
      FloatVector y = FloatVector.fromArray(S, data, o);
      zero.blend(y, zero.lt(FloatVector.fromArray(S, gate, o))).intoArray(data, o);
    }
  }
}
