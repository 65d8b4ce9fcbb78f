package org.convscope.visualize.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The second JVM as seen from the first: shares stdin and stdout, ends when the first one is told
 * to end, and hands back its exit code. Its stderr passes through without the one line that the JVM
 * prints about incubator modules, which no flag suppresses.
 */
final class Child {
  private static final String WARNING = "WARNING: Using incubator modules:";

  private final List<String> command;
  private final IntConsumer ended;

  /**
   * A process to be started.
   *
   * @param ended told its exit code, perhaps twice
   */
  Child(List<String> command, IntConsumer ended) {
    this.command = command;
    this.ended = ended;
  }

  /** Runs the process to its end and returns its exit code. */
  int run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Redirect.INHERIT)
            .redirectOutput(Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    pass(process.getErrorStream(), System.err);
    int exitCode = process.waitFor();
    ended.accept(exitCode);
    return exitCode;
  }

  /**
   * On SIGINT or SIGTERM: tells the child too (a terminal's Ctrl-C reached it already; a second
   * signal does no harm), waits for it to tidy up and takes over its exit code. What it says
   * meanwhile still passes, so its streams stay open.
   */
  private void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    process.toHandle().destroy();
    try {
      int exitCode = process.waitFor();
      ended.accept(exitCode);
      Runtime.getRuntime().halt(exitCode);
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  /** Copies {@code from} to {@code to} as it comes, but for the incubator line at its start. */
  static void pass(InputStream from, OutputStream to) throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    int b = 0;
    while (b != '\n' && isStartOfWarning(start)) {
      b = from.read();
      if (b < 0) {
        break;
      }
      start.write(b);
    }
    if (b != '\n' || !start.toString(StandardCharsets.UTF_8).startsWith(WARNING)) {
      start.writeTo(to);
    }
    to.flush();
    byte[] buffer = new byte[8192];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
    }
  }

  private static boolean isStartOfWarning(ByteArrayOutputStream start) {
    String text = start.toString(StandardCharsets.UTF_8);
    return WARNING.startsWith(text) || text.startsWith(WARNING);
  }

  /** In the second JVM: ends when the first one is gone, even if that was killed. */
  static void endWithParent() {
    String parent = System.getProperty(Relaunch.PARENT);
    if (parent != null) {
      ProcessHandle.of(Long.parseLong(parent))
          .ifPresent(p -> p.onExit().thenRun(() -> System.exit(1)));
    }
  }
}
