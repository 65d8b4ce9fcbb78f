package org.convscope.bench.compare;

import java.util.Arrays;

/** Times of one contender's passes over all rounds. */
final class Times {
  /** Shortest time of a contender's turn in a round. */
  private static final long TURN_NANOS = 400_000_000L;

  private static final int FEWEST = 3;

  private static final long WARM_UP_NANOS = 8_000_000_000L;

  private double[] millis = {};

  /**
   * Passes for some seconds: until then the compiler still works beside them, on the same cores.
   */
  static void warmUp(Contender contender, Work work) throws Exception {
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int n = 0; n < work.repeats(FEWEST) || System.nanoTime() < end; n++) {
      contender.run(work);
    }
  }

  /** One turn: passes until the turn's time is over, at least {@link #FEWEST}. */
  void turn(Contender contender, Work work, int batch) throws Exception {
    long end = System.nanoTime() + TURN_NANOS;
    double[] turn = new double[1024];
    int n = 0;
    while (n < work.repeats(FEWEST) || (System.nanoTime() < end && n < turn.length)) {
      long start = System.nanoTime();
      contender.run(work);
      turn[n++] = (System.nanoTime() - start) / 1e6 / (work == Work.OCCLUSION ? 1 : batch);
    }
    add(Arrays.copyOf(turn, n));
  }

  /** Times in ms that were taken elsewhere. */
  void add(double[] more) {
    int before = millis.length;
    millis = Arrays.copyOf(millis, before + more.length);
    System.arraycopy(more, 0, millis, before, more.length);
    Arrays.sort(millis);
  }

  /** The time that {@code share} (0 to 1) of the passes were faster than, in ms per image. */
  double quantile(double share) {
    return millis[(int) Math.min(millis.length - 1, share * millis.length)];
  }

  double least() {
    return millis[0];
  }

  double median() {
    return quantile(0.5);
  }
}
