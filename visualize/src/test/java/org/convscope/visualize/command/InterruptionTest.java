package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sun.misc.Signal;

class InterruptionTest {
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalIsAWishThatTheProgramOutlives(String name) throws InterruptedException {
    try (Interruption interruption = new Interruption()) {
      assertThat(interruption.isWished()).isFalse();
      Signal.raise(new Signal(name));
      for (int i = 0; i < 1000 && !interruption.isWished(); i++) {
        Thread.sleep(10);
      }
      assertThat(interruption.isWished()).isTrue();
    }
  }
}
