package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmupTest {
  private static final long SLOW_NANOS = 5_000;

  private static void busy(long nanos) {
    long since = System.nanoTime();
    while (System.nanoTime() - since < nanos) {
      Thread.onSpinWait();
    }
  }

  @Test
  void callsEndOnceTheyAreFast() {
    AtomicInteger calls = new AtomicInteger();
    Warmup.callUntilCompiled(() -> busy(calls.getAndIncrement() < 120 ? SLOW_NANOS : 0));

    assertThat(calls.get()).isGreaterThan(120).isLessThan(Warmup.MOST_CALLS);
  }

  @Test
  void whatStaysSlowIsGivenUp() {
    AtomicInteger calls = new AtomicInteger();
    Warmup.callUntilCompiled(
        () -> {
          calls.getAndIncrement();
          busy(SLOW_NANOS);
        });

    assertThat(calls.get()).isEqualTo(Warmup.MOST_CALLS);
  }
}
