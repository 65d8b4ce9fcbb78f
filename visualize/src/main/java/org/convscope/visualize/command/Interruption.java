package org.convscope.visualize.command;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C as a wish to end with what there is: the first one is remembered, the second ends the
 * program as usual.
 */
final class Interruption implements AutoCloseable {
  private static final Signal CTRL_C = new Signal("INT");

  private final AtomicBoolean wished = new AtomicBoolean();
  private final SignalHandler before;

  Interruption() {
    before =
        Signal.handle(
            CTRL_C,
            signal -> {
              if (wished.getAndSet(true)) {
                Runtime.getRuntime().halt(130);
              }
            });
  }

  /** True after the first Ctrl-C. */
  boolean isWished() {
    return wished.get();
  }

  @Override
  public void close() {
    Signal.handle(CTRL_C, before);
  }
}
