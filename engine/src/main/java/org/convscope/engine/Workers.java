package org.convscope.engine;

import java.util.function.IntConsumer;

/**
 * A bounded pool of threads that share the tasks of one loop.
 *
 * <p>The caller takes part, so {@code threads} counts it too. Tasks must not depend on each other
 * nor on which thread runs them, so that results are the same for any number of threads.
 */
public interface Workers extends AutoCloseable {
  /** Tasks per thread that a loop should have at least. */
  int TASKS_PER_THREAD = 4;

  /** Number of threads that work on one loop. */
  int threads();

  /**
   * Runs {@code body} for 0 … tasks−1 and returns when all are done. A task that throws ends the
   * loop early; its exception is thrown here.
   */
  void forEach(int tasks, IntConsumer body);

  /**
   * How many pieces each of {@code units} equal parts of a loop is worth cutting into: so many that
   * no thread waits long for the last one of another, whose core may be slower at the moment.
   *
   * @param most pieces that a part can be cut into
   */
  default int pieces(int units, int most) {
    int wanted = (TASKS_PER_THREAD * threads() + units - 1) / Math.max(1, units);
    return threads() == 1 ? 1 : Math.max(1, Math.min(wanted, most));
  }

  /** Ends the threads. */
  @Override
  void close();

  /** A pool of {@code threads} threads; 1 runs everything in the caller. */
  static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: at least 1 is needed, got " + threads);
    }
    return threads == 1 ? new CallerOnly() : new WorkerPool(threads);
  }

  /** The pool of one. */
  final class CallerOnly implements Workers {
    @Override
    public int threads() {
      return 1;
    }

    @Override
    public void forEach(int tasks, IntConsumer body) {
      for (int i = 0; i < tasks; i++) {
        body.accept(i);
      }
    }

    @Override
    public void close() {}
  }
}
