package org.convscope.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Daemon threads that spin for a while after a loop before they sleep: a network's forward pass is
 * dozens of loops of some ten microseconds each, and waking a sleeping thread costs as much.
 */
final class WorkerPool implements Workers {
  /** How long an idle thread spins before it sleeps. */
  private static final long SPIN_NANOS = 200_000;

  private final int threads;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Thread[] others;
  private final Loop idle = new Loop(0, i -> {});
  private volatile Loop current = idle;
  private volatile boolean closed;

  private static final class Loop {
    final int tasks;
    final IntConsumer body;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger active = new AtomicInteger();
    final AtomicReference<Throwable> failure = new AtomicReference<>();

    Loop(int tasks, IntConsumer body) {
      this.tasks = tasks;
      this.body = body;
    }

    /**
     * Takes tasks until none is left. Who comes in after that finds nothing, so the caller waits
     * only for those who counted themselves active before.
     */
    void work() {
      active.incrementAndGet();
      try {
        for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
          body.accept(i);
        }
      } catch (Throwable t) {
        failure.compareAndSet(null, t);
        next.set(tasks);
      } finally {
        active.decrementAndGet();
      }
    }
  }

  WorkerPool(int threads) {
    this.threads = threads;
    this.others = new Thread[threads - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Thread(this::serve, "convscope-worker-" + (i + 1));
      others[i].setDaemon(true);
      others[i].start();
    }
  }

  @Override
  public int threads() {
    return threads;
  }

  /** A loop inside a task, or beside another caller's loop, runs in its own thread alone. */
  @Override
  public void forEach(int tasks, IntConsumer body) {
    if (tasks <= 1 || closed || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < tasks; i++) {
        body.accept(i);
      }
      return;
    }
    try {
      Loop loop = new Loop(tasks, body);
      current = loop;
      for (Thread t : others) {
        LockSupport.unpark(t);
      }
      loop.work();
      await(loop);
      Throwable failure = loop.failure.get();
      if (failure instanceof RuntimeException e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      } else if (failure != null) {
        throw new IllegalStateException("threads: a task failed", failure);
      }
    } finally {
      busy.set(false);
    }
  }

  /** Spins for the last tasks; on a busy machine, leaves the core to the threads that run them. */
  private static void await(Loop loop) {
    long since = System.nanoTime();
    while (loop.active.get() > 0) {
      if (System.nanoTime() - since < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void serve() {
    Loop seen = idle;
    long idleSince = System.nanoTime();
    while (!closed || current != seen) {
      Loop loop = current;
      if (loop != seen) {
        seen = loop;
        loop.work();
        idleSince = System.nanoTime();
      } else if (System.nanoTime() - idleSince > SPIN_NANOS) {
        LockSupport.park(this);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread t : others) {
      LockSupport.unpark(t);
    }
  }
}
