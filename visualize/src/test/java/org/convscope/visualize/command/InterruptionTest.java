package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sun.misc.Signal;
import sun.misc.SignalHandler;

class InterruptionTest {
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalIsAWishThatTheProgramOutlives(String name) throws InterruptedException {
    assumeFalse(
        isIgnored(new Signal(name)), "the shell that started this has " + name + " ignored");
    try (Interruption interruption = new Interruption()) {
      assertThat(interruption.isWished()).isFalse();
      Signal.raise(new Signal(name));
      for (int i = 0; i < 1000 && !interruption.isWished(); i++) {
        Thread.sleep(10);
      }
      assertThat(interruption.isWished()).isTrue();
    }
  }

  /** True in a process that a script has started in the background: POSIX takes its Ctrl-C away. */
  private static boolean isIgnored(Signal signal) {
    SignalHandler before = Signal.handle(signal, SignalHandler.SIG_DFL);
    Signal.handle(signal, before);
    return before == SignalHandler.SIG_IGN;
  }
}
