package org.convscope.visualize.launch;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The methods that wait for the JIT compilers, which must be none when a {@link ClassArchive} is
 * written: JDK 17 writes into it that a method is queued, and a JVM that maps it takes the method
 * for queued and never compiles it. An archive of a first run on a busy machine had a register tile
 * of first layers among them: {@code deconv --layer 5} took 14 instead of 4 s, each time.
 */
final class CompileQueue {
  /** System property of the JVM that writes an archive. */
  static final String PROPERTY = "convscope.archiving";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PAUSE_MILLIS = 20;

  private CompileQueue() {}

  /** Waits before this JVM's archive is written, if it writes one. */
  static void emptyBeforeArchive() {
    if (Boolean.getBoolean(PROPERTY)) {
      awaitEmpty(PATIENCE);
    }
  }

  /**
   * Waits until nothing is being compiled or waits for it.
   *
   * @return false if that was not so within {@code patience}, or if the JVM does not say
   */
  static boolean awaitEmpty(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!isEmpty(report())) {
        if (System.nanoTime() > end) {
          return false;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return true;
    } catch (JMException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What {@code jcmd Compiler.queue} prints. */
  private static String report() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
    return (String)
        server.invoke(
            commands,
            "compilerQueue",
            new Object[] {new String[0]},
            new String[] {String[].class.getName()});
  }

  /** True if a report names no method. */
  static boolean isEmpty(String report) {
    return !report.contains("::");
  }
}
