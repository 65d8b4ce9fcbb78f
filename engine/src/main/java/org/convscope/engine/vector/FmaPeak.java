package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The machine's floating-point peak as Java reaches it: what kernels are measured against. */
public final class FmaPeak {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int CHAINS = 12;
  private static final int STEPS = 2_000_000;
  private static final int ROUNDS = 15;

  private FmaPeak() {}

  /** Bits of the vectors that the kernels use. */
  public static int vectorBits() {
    return S.vectorBitSize();
  }

  /** GFLOP/s of one thread: the best of some rounds of independent chains of FMAs, ~0.2 s. */
  public static double gigaflops() {
    float[] sink = new float[CHAINS * S.length()];
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      chains(sink);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    return 2.0 * STEPS * CHAINS * S.length() / best / 1e9;
  }

  /**
   * Two steps per iteration: with one, the loop's own instructions cost a tenth on Zen 3 (89
   * instead of 95 to 98 GFLOP/s, where register tiles reach 94).
   */
  private static void chains(float[] sink) {
    FloatVector a = FloatVector.broadcast(S, 0.999f);
    FloatVector b = FloatVector.broadcast(S, 0.001f);
    FloatVector c0 = a;
    FloatVector c1 = a;
    FloatVector c2 = a;
    FloatVector c3 = a;
    FloatVector c4 = a;
    FloatVector c5 = a;
    FloatVector c6 = a;
    FloatVector c7 = a;
    FloatVector c8 = a;
    FloatVector c9 = a;
    FloatVector c10 = a;
    FloatVector c11 = a;
    for (int step = 0; step < STEPS; step += 2) {
      c0 = c0.fma(a, b);
      c1 = c1.fma(a, b);
      c2 = c2.fma(a, b);
      c3 = c3.fma(a, b);
      c4 = c4.fma(a, b);
      c5 = c5.fma(a, b);
      c6 = c6.fma(a, b);
      c7 = c7.fma(a, b);
      c8 = c8.fma(a, b);
      c9 = c9.fma(a, b);
      c10 = c10.fma(a, b);
      c11 = c11.fma(a, b);
      c0 = c0.fma(a, b);
      c1 = c1.fma(a, b);
      c2 = c2.fma(a, b);
      c3 = c3.fma(a, b);
      c4 = c4.fma(a, b);
      c5 = c5.fma(a, b);
      c6 = c6.fma(a, b);
      c7 = c7.fma(a, b);
      c8 = c8.fma(a, b);
      c9 = c9.fma(a, b);
      c10 = c10.fma(a, b);
      c11 = c11.fma(a, b);
    }
    c0.intoArray(sink, 0);
    c1.intoArray(sink, S.length());
    c2.intoArray(sink, 2 * S.length());
    c3.intoArray(sink, 3 * S.length());
    c4.intoArray(sink, 4 * S.length());
    c5.intoArray(sink, 5 * S.length());
    c6.intoArray(sink, 6 * S.length());
    c7.intoArray(sink, 7 * S.length());
    c8.intoArray(sink, 8 * S.length());
    c9.intoArray(sink, 9 * S.length());
    c10.intoArray(sink, 10 * S.length());
    c11.intoArray(sink, 11 * S.length());
  }
}
