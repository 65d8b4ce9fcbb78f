package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 7})
  void everyTaskRunsExactlyOnce(int threads) {
    try (Workers workers = Workers.of(threads)) {
      for (int tasks : new int[] {0, 1, 2, 5, 1000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        workers.forEach(tasks, runs::incrementAndGet);
        for (int i = 0; i < tasks; i++) {
          assertThat(runs.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void manyShortLoopsLoseNoTask() {
    try (Workers workers = Workers.of(3)) {
      int[] sums = new int[8];
      for (int loop = 0; loop < 20_000; loop++) {
        workers.forEach(sums.length, i -> sums[i]++);
      }
      assertThat(sums).containsOnly(20_000);
    }
  }

  @Test
  void loopsAfterAPauseFindTheThreadsAgain() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      for (int loop = 0; loop < 20; loop++) {
        Thread.sleep(3);
        assertBothThreadsWork(workers);
      }
    }
  }

  /** Two tasks that wait for each other finish only if two threads take them. */
  private static void assertBothThreadsWork(Workers workers) {
    CountDownLatch met = new CountDownLatch(2);
    AtomicInteger together = new AtomicInteger();
    workers.forEach(
        2,
        i -> {
          met.countDown();
          try {
            together.addAndGet(met.await(10, TimeUnit.SECONDS) ? 1 : 0);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(together.get()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 4})
  void exceptionsPassThroughAndThePoolStaysUsable(int threads) {
    try (Workers workers = Workers.of(threads)) {
      for (int failing = 0; failing < 50; failing++) {
        int bad = failing;
        assertThatThrownBy(
                () ->
                    workers.forEach(
                        50,
                        i -> {
                          if (i == bad) {
                            throw new IllegalStateException("task " + i);
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("task " + bad);
      }
      AtomicInteger runs = new AtomicInteger();
      workers.forEach(10, i -> runs.incrementAndGet());
      assertThat(runs.get()).isEqualTo(10);
    }
  }

  @Test
  void errorsPassThrough() {
    try (Workers workers = Workers.of(2)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      4,
                      i -> {
                        throw new StackOverflowError("task");
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void loopsInsideTasksRunToTheEnd() {
    try (Workers workers = Workers.of(3)) {
      AtomicInteger runs = new AtomicInteger();
      workers.forEach(
          5, i -> workers.forEach(7, j -> workers.forEach(2, k -> runs.incrementAndGet())));
      assertThat(runs.get()).isEqualTo(70);
    }
  }

  @Test
  void callersBesideEachOtherBothFinish() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      AtomicInteger runs = new AtomicInteger();
      Runnable caller =
          () -> {
            for (int loop = 0; loop < 2000; loop++) {
              workers.forEach(5, i -> runs.incrementAndGet());
            }
          };
      Thread other = new Thread(caller);
      other.start();
      caller.run();
      other.join();
      assertThat(runs.get()).isEqualTo(20_000);
    }
  }

  @Test
  void aClosedPoolRunsLoopsInTheCaller() {
    Workers workers = Workers.of(3);
    workers.close();
    Thread caller = Thread.currentThread();
    workers.forEach(5, i -> assertThat(Thread.currentThread()).isSameAs(caller));
  }

  @Test
  void closingWhileALoopStartsDoesNotHang() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Workers workers = Workers.of(2);
      Thread closer = new Thread(workers::close);
      AtomicInteger runs = new AtomicInteger();
      closer.start();
      workers.forEach(3, i -> runs.incrementAndGet());
      closer.join();
      assertThat(runs.get()).isEqualTo(3);
    }
  }

  @Test
  void noThreadsAreRefused() {
    assertThatThrownBy(() -> Workers.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: at least 1 is needed, got 0");
  }
}
