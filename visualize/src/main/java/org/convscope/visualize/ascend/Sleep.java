package org.convscope.visualize.ascend;

import org.convscope.visualize.ascend.AscentResult.Start;

/**
 * Watches over an objective whose gradient is zero everywhere: which steps are redirected, when to
 * begin again, when to give up.
 */
final class Sleep {
  private final int steps;
  private final int starts;
  private int start;
  private int redirected;
  private int redirectedHere;
  private boolean awake;

  /**
   * @param steps that may be redirected from one start
   * @param starts that may be tried
   */
  Sleep(int steps, int starts) {
    this.steps = steps;
    this.starts = starts;
  }

  /**
   * Told of each step whether its gradient was zero everywhere; true if it should be redirected. A
   * single view that shows nothing is no sign of death once the objective has been awake.
   */
  boolean redirects(boolean silent) {
    awake |= !silent;
    boolean redirects = silent && redirectedHere < steps;
    redirected += redirects ? 1 : 0;
    redirectedHere += silent ? 1 : 0;
    return redirects;
  }

  private boolean isTried() {
    return !awake && redirectedHere > steps;
  }

  /** True if this start has had its steps in vain and another one may be tried. */
  boolean needsAnotherStart() {
    return isTried() && start < starts - 1;
  }

  /** Begins again; the number of the start, from 1. */
  int nextStart() {
    redirectedHere = 0;
    return ++start;
  }

  /** True if all starts were in vain. */
  boolean isFinal() {
    return isTried() && start == starts - 1;
  }

  /** What there is to report. */
  Start start() {
    Start.State state =
        redirected == 0
            ? Start.State.ALIVE
            : awake ? Start.State.WOKEN : isFinal() ? Start.State.DEAD : Start.State.ASLEEP;
    return new Start(state, redirected, start + 1);
  }
}
