package org.convscope.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.convscope.bench.Relaunch;

/** The largest resident memory of a process that does nothing but one work on one engine. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LABEL = "peak resident memory, MB:";

  private PeakMemory() {}

  /** Prints this process' peak for {@link #of}. */
  static void report() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmHWM:")) {
        System.out.println(LABEL + Long.parseLong(line.replaceAll("\\D", "")) / 1024);
      }
    }
  }

  /** Starts a process for it; empty where the system does not tell. */
  static OptionalLong of(List<String> arguments, Contender contender, Work work)
      throws IOException {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    List<String> alone = new ArrayList<>(List.of("compare"));
    alone.addAll(arguments);
    alone.addAll(List.of("--alone", contender.name(), "--work", work.label()));
    Process process =
        Relaunch.process(alone).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var lines = process.inputReader()) {
      return lines
          .lines()
          .filter(l -> l.startsWith(LABEL))
          .mapToLong(l -> Long.parseLong(l.substring(LABEL.length())))
          .findFirst();
    }
  }
}
