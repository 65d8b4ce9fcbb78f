package org.convscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program as a user starts it: from start to pictures, and the rate and memory of a search
 * through photographs. Every figure is a process of its own.
 */
@Command(
    name = "program",
    mixinStandardHelpOptions = true,
    description = "Times visualize.jar: start to pictures, search through photographs.")
final class ProgramCommand implements Callable<Integer> {
  @Option(
      names = "--jar",
      defaultValue = "visualize/target/visualize.jar",
      description = "The program (${DEFAULT-VALUE}).")
  private Path jar;

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--model", description = "Network of the search; without it no search.")
  private Path model;

  @Option(names = "--layer", defaultValue = "5", description = "Its layer (${DEFAULT-VALUE}).")
  private String layer;

  @Option(
      names = "--images",
      description = "Folder with JPEG photographs, linked as often as asked.")
  private Path images;

  @Option(
      names = "--counts",
      split = ",",
      defaultValue = "1000,10000",
      description = "Photographs of the searches (${DEFAULT-VALUE}).")
  private List<Integer> counts;

  @Override
  public Integer call() throws Exception {
    Machine.print(System.out);
    Path work = Files.createTempDirectory("convscope-bench");
    try {
      start(work);
      if (model != null && images != null) {
        search(work);
      }
    } finally {
      try (Stream<Path> all = Files.walk(work)) {
        for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(p);
        }
      }
    }
    return 0;
  }

  /** The first run writes the archive of classes, the others use it. */
  private void start(Path work) throws IOException, InterruptedException {
    double[] seconds = new double[rounds];
    Ended first = visualize(work, "first", "deconv", "--layer", "5");
    for (int i = 0; i < rounds; i++) {
      seconds[i] = visualize(work, "start" + i, "deconv", "--layer", "5").seconds();
    }
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT,
        "deconv --layer 5, start to end: first run %.2f s; then least %.2f s, median %.2f s of %d%n",
        first.seconds(),
        seconds[0],
        seconds[rounds / 2],
        rounds);
  }

  /** The rate leaves out the start: it is that of the photographs that one run has more. */
  private void search(Path work) throws IOException, InterruptedException {
    List<Path> photographs;
    try (Stream<Path> all = Files.walk(images)) {
      photographs =
          all.filter(p -> p.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g")).toList();
    }
    Ended before = null;
    for (int i = 0; i < counts.size(); i++) {
      int count = counts.get(i);
      Path folder = Files.createDirectory(work.resolve("photographs-" + count));
      for (int n = 0; n < count; n++) {
        Path photograph = photographs.get(n % photographs.size()).toRealPath();
        Files.createSymbolicLink(folder.resolve("%06d.jpg".formatted(n)), photograph);
      }
      Ended now =
          visualize(
              work,
              "search" + count,
              List.of("deconv", "--model", model.toString(), "--layer", layer, "--maps"),
              List.of("strongest:1", "--quiet", "--images", folder.toString()));
      String rate =
          before == null
              ? ""
              : ", %.0f images/s beyond the smaller set"
                  .formatted((count - counts.get(i - 1)) / (now.seconds() - before.seconds()));
      System.out.printf(
          Locale.ROOT,
          "top-9 search of %s in %d photographs: %.1f s, peak resident memory %d MB%s%n",
          layer,
          count,
          now.seconds(),
          now.megabytes(),
          rate);
      before = now;
    }
  }

  /** How long a run took and the most memory it had. */
  private record Ended(double seconds, long megabytes) {}

  private Ended visualize(Path work, String out, String... arguments)
      throws IOException, InterruptedException {
    return visualize(work, out, List.of(arguments), List.of());
  }

  private Ended visualize(Path work, String out, List<String> arguments, List<String> more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    command.addAll(more);
    command.addAll(List.of("--out", work.resolve(out).toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(work.resolve("errors").toFile());
    builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
    long before = System.nanoTime();
    Process process = builder.start();
    long kilobytes = 0;
    do {
      kilobytes = Math.max(kilobytes, resident(process));
    } while (!process.waitFor(100, TimeUnit.MILLISECONDS));
    double seconds = (System.nanoTime() - before) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "program: %s must end with 0, got %d: %s"
              .formatted(
                  command, process.exitValue(), Files.readString(work.resolve("errors")).strip()));
    }
    return new Ended(seconds, kilobytes / 1024);
  }

  /** Peak resident memory so far of a process and those it has started, in KB; 0 if not told. */
  private static long resident(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToLong(p -> resident(p.pid()))
        .sum();
  }

  private static long resident(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}
