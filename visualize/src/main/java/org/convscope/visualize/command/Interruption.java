package org.convscope.visualize.command;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C as a wish to end with what there is: the first one is remembered, the second ends the
 * program as usual. A request to terminate is a wish too, since the launcher answers a Ctrl-C by
 * handing one to this process, which the terminal has told already.
 */
final class Interruption implements AutoCloseable {
  /** The exit code of a program that Ctrl-C has ended: 128 and the number of the signal. */
  static final int EXIT_CODE = 130;

  private static final Signal CTRL_C = new Signal("INT");
  private static final Signal TERMINATE = new Signal("TERM");

  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean wished = new AtomicBoolean();
  private final List<SignalHandler> before;

  Interruption() {
    before =
        List.of(
            Signal.handle(
                CTRL_C,
                signal -> {
                  if (told.getAndSet(true)) {
                    System.exit(EXIT_CODE);
                  }
                  wished.set(true);
                }),
            Signal.handle(TERMINATE, signal -> wished.set(true)));
  }

  /** True after the first Ctrl-C. */
  boolean isWished() {
    return wished.get();
  }

  @Override
  public void close() {
    Signal.handle(CTRL_C, before.get(0));
    Signal.handle(TERMINATE, before.get(1));
  }
}
