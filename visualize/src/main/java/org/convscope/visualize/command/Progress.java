package org.convscope.visualize.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.convscope.visualize.launch.Terminal;

/** A progress bar with the time that is left, on a terminal only. Told from any thread. */
final class Progress implements AutoCloseable {
  private static final long KIB = 1024;

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Counts {@code total} things called {@code unit}. */
  static Progress of(String task, String unit, long total, boolean quiet) {
    return new Progress(shown(quiet) ? builder(task, total).setUnit(" " + unit, 1).build() : null);
  }

  /** Counts bytes. */
  static Progress bytes(String task, long total, boolean quiet) {
    return new Progress(shown(quiet) ? builder(task, total).setUnit(" KiB", KIB).build() : null);
  }

  private static boolean shown(boolean quiet) {
    return !quiet && Terminal.isAttached();
  }

  private static ProgressBarBuilder builder(String task, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .showSpeed();
  }

  /** One more is done. */
  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /** One more is done; {@code message} says how it goes. */
  void step(String message) {
    if (bar != null) {
      bar.setExtraMessage(" " + message);
      bar.step();
    }
  }

  /** {@code done} are done. */
  void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
