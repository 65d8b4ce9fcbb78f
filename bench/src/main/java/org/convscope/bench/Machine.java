package org.convscope.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.convscope.engine.vector.FmaPeak;

/** What a figure was measured on. */
public final class Machine {
  private Machine() {}

  /** Prints processor, JDK, vector width and FMA peak. */
  public static void print(PrintStream out) throws IOException {
    out.printf(
        Locale.ROOT,
        "%s, %d processors, JDK %s, vectors of %d bits, FMA peak %.1f GFLOP/s per thread%n",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        FmaPeak.vectorBits(),
        peak(1));
  }

  /** FMA peak of {@code threads} threads in GFLOP/s. */
  public static double peak(int threads) {
    return threads * FmaPeak.gigaflops();
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      for (String line : Files.readAllLines(info)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
