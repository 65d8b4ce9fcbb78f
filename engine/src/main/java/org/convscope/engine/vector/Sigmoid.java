package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code y = 1/(1 + e^−x)} and its gradient. {@code e^z = 2^k·e^r} with k whole and |r| ≤ ln 2 / 2,
 * e^r by Taylor's series to r⁷, whose rest is 3e-9; y is within 2e-7 of the true value.
 */
final class Sigmoid {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  /** e^z of any more or less is as good as zero or infinite here. */
  private static final float LIMIT = 87f;

  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts, the first of few digits, so that k·LN2_HIGH is exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** Added to a small number, it leaves the nearest whole one in the lowest bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;

  private Sigmoid() {}

  static void run(float[] in, float[] out, int from, int to) {
    int i = from;
    for (; i <= to - Lanes.VECTOR; i += Lanes.VECTOR) {
      FloatVector z = FloatVector.fromArray(S, in, i).neg().max(-LIMIT).min(LIMIT);
      FloatVector rounded =
          z.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
      FloatVector k = rounded.sub(ROUNDER);
      FloatVector r = k.fma(FloatVector.broadcast(S, -LN2_HIGH), z);
      r = k.fma(FloatVector.broadcast(S, -LN2_LOW), r);
      FloatVector e = FloatVector.broadcast(S, 1f / 5040);
      e = e.fma(r, FloatVector.broadcast(S, 1f / 720));
      e = e.fma(r, FloatVector.broadcast(S, 1f / 120));
      e = e.fma(r, FloatVector.broadcast(S, 1f / 24));
      e = e.fma(r, FloatVector.broadcast(S, 1f / 6));
      e = e.fma(r, FloatVector.broadcast(S, 1f / 2));
      e = e.fma(r, FloatVector.broadcast(S, 1f));
      e = e.fma(r, FloatVector.broadcast(S, 1f));
      IntVector exponent =
          rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
      e = e.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      FloatVector.broadcast(S, 1f).div(e.add(1f)).intoArray(out, i);
    }
    for (; i < to; i++) {
      out[i] = (float) (1 / (1 + Math.exp(-in[i])));
    }
  }

  /** {@code g·y·(1 − y)}. */
  static void gradient(float[] y, float[] g, float[] out, int from, int to) {
    int i = from;
    for (; i <= to - Lanes.VECTOR; i += Lanes.VECTOR) {
      FloatVector v = FloatVector.fromArray(S, y, i);
      FloatVector slope = FloatVector.broadcast(S, 1f).sub(v).mul(v);
      slope.mul(FloatVector.fromArray(S, g, i)).intoArray(out, i);
    }
    for (; i < to; i++) {
      out[i] = (1 - y[i]) * y[i] * g[i];
    }
  }
}
