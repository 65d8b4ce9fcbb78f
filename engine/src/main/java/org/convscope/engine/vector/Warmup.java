package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Has the register tiles compiled before the first network needs them.
 *
 * <p>Until then a tile runs a thousand times slower, and the longer its reduction, the later the
 * compiler notices it: a first forward pass takes seconds. Many calls with the shortest reduction
 * get there in a fraction of a second; they run once per process, beside whatever the program does
 * first (loading a model).
 */
final class Warmup {
  private static final AtomicBoolean STARTED = new AtomicBoolean();
  private static final CountDownLatch DONE = new CountDownLatch(1);

  /** From then on nobody waits, whether the calls have ended or not. */
  private static volatile boolean over;

  /** Multiply-adds from which on a kernel is worth waiting for: tenths of a second boxed. */
  private static final long LARGE = 4_000_000;

  /** Longest wait. The calls take 0.5 s where they have a core to themselves. */
  private static final long PATIENCE_MILLIS = 1500;

  /**
   * Segments of a warm-up call's reduction: 16 or 32 iterations of the main tile ({@code
   * docs/design-notes.md}).
   */
  private static final int SEGMENTS = 4;

  /** Segments of planar input, of one float each: a multiple of three. */
  private static final int PLANAR_SEGMENTS = 24;

  /** Calls between two looks at the clock. */
  private static final int CALLS = 50;

  /** Calls of a tile after which it is left as it is: the compiler does not want it. */
  static final int MOST_CALLS = 6000;

  /**
   * A call takes 160 to 320 ns once its tile is compiled, and 12 to 140 µs in the 1400 to 3200
   * calls before (Zen 3, 256 bits).
   */
  private static final long COMPILED_NANOS = 2_000;

  private static final float[] NUMBERS = new float[SEGMENTS * PairTiles.SEGMENT];
  private static final float[] RESULTS = new float[64 * 16];

  private Warmup() {}

  /** Starts the calls of all tiles in a thread of their own, unless calls were started before. */
  static void start() {
    start(
        () -> {
          callMainTiles();
          callOtherTiles();
        });
  }

  /** Starts the calls of the most used tiles only, likewise. */
  static void startMain() {
    start(Warmup::callMainTiles);
  }

  private static void start(Runnable calls) {
    if (STARTED.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> run(calls), "convscope-warmup");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Waits for the calls to end, before the first large kernel. To compute meanwhile would be slow
   * itself, and would take from the compiler the core that it needs: the first picture of {@code
   * deconv --layer 5} comes after 5.4 s with this wait and after 6.2 s without (medians of 6 runs
   * each, 2 cores).
   *
   * @param multiplyAdds of the kernel that is about to run, by its definition
   */
  static void await(long multiplyAdds) {
    if (over || multiplyAdds < LARGE) {
      return;
    }
    try {
      DONE.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    over = true;
  }

  private static void run(Runnable calls) {
    try {
      calls.run();
    } finally {
      DONE.countDown();
    }
  }

  /** First layers, and those of many channels. */
  private static void callMainTiles() {
    callPlanar(Cover.PLANAR.main());
    callPair(Cover.PAIRS.main());
  }

  private static void callOtherTiles() {
    others(Cover.PLANAR).forEach(Warmup::callPlanar);
    others(Cover.PAIRS).forEach(Warmup::callPair);
    Arrays.stream(Cover.SINGLES.tiles()).forEach(Warmup::callSingle);
    if (!Lanes.manyRegisters()) {
      callColumn();
    }
  }

  private static IntStream others(Cover cover) {
    return Arrays.stream(cover.tiles()).filter(pixels -> pixels != cover.main());
  }

  /**
   * Calls a tile until it is compiled. A number of calls would not do: while the compiler has much
   * to do, a method first becomes code that does not count its calls.
   */
  static void callUntilCompiled(Runnable tile) {
    for (int done = 0; done < MOST_CALLS; done += CALLS) {
      long since = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        tile.run();
      }
      if (System.nanoTime() - since < CALLS * COMPILED_NANOS) {
        return;
      }
    }
  }

  private static void callPlanar(int pixels) {
    int[] off = new int[PLANAR_SEGMENTS + Taps.AHEAD];
    callUntilCompiled(
        () ->
            PlanarTiles.run(
                pixels,
                NUMBERS,
                0,
                off,
                0,
                PLANAR_SEGMENTS,
                NUMBERS,
                0,
                NUMBERS,
                0,
                RESULTS,
                0,
                512,
                0f));
  }

  private static void callPair(int pixels) {
    int[] off = new int[SEGMENTS + Taps.AHEAD];
    callUntilCompiled(
        () ->
            PairTiles.run(
                pixels, NUMBERS, 0, off, 0, SEGMENTS, NUMBERS, 0, NUMBERS, 0, RESULTS, 0, 512, 0f));
  }

  private static void callColumn() {
    int[] off = new int[SEGMENTS + Taps.AHEAD];
    callUntilCompiled(
        () ->
            ColumnTile.run(
                NUMBERS, 0, 16, off, 0, SEGMENTS, NUMBERS, 0, NUMBERS, 0, RESULTS, 0, 512, 16, 0f));
  }

  private static void callSingle(int pixels) {
    int[] off = new int[SEGMENTS + Taps.AHEAD];
    callUntilCompiled(
        () ->
            SingleTiles.run(
                pixels, NUMBERS, 0, off, 0, SEGMENTS, NUMBERS, 0, NUMBERS, 0, RESULTS, 0, 0f));
  }
}
