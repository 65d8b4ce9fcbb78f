package org.convscope.visualize.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.convscope.visualize.ascend.Octaves;
import org.convscope.visualize.report.AscentReport.Moving;
import picocli.CommandLine.Option;

/** Where ascent starts, when it ends and what is kept of it. */
final class AscentRunOptions {
  @Option(
      names = "--start",
      paramLabel = "IMAGE",
      description = "A photograph to start from instead of noise.")
  private Optional<Path> photo = Optional.empty();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "An input of the network to start from, an NPY file [N×C×H×W].")
  private Optional<Path> input = Optional.empty();

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "Images of each target from N different starts, on one sheet (default: 1).")
  private int starts = 1;

  @Option(names = "--octaves", paramLabel = "N", description = "Sizes from coarse to fine.")
  private Optional<Integer> octaves = Optional.empty();

  @Option(
      names = "--octave-scale",
      paramLabel = "F",
      description = "Factor from one size to the next (default: 1.4).")
  private double octaveScale = Octaves.NONE.factor();

  @Option(
      names = "--first",
      paramLabel = "LAYER[:C]",
      description = {
        "A deeper target to climb first, with the same number of steps; the image goes on from",
        "there. Several times: one after the other."
      })
  private java.util.List<String> first = java.util.List.of();

  @Option(
      names = "--snapshots",
      paramLabel = "N,N",
      description = "Keeps the image after these numbers of steps.")
  private Optional<String> snapshots = Optional.empty();

  @Option(
      names = "--gif",
      description = "Keeps the run as a moving picture in 256 colours, run.gif.")
  private boolean gif;

  @Option(
      names = "--apng",
      description = "Keeps the run as a moving picture in full colour, run.png (animated PNG).")
  private boolean apng;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "Ends after a time, as in 60s or 5m, with the best so far.")
  private Optional<String> budget = Optional.empty();

  @Option(
      names = "--double",
      description = {
        "Computes in double precision, slowly: for long steps from an --input, where rounding grows",
        "from step to step; --param pixel --colour raw only."
      })
  private boolean inDouble;

  boolean isDouble() {
    return inDouble;
  }

  Optional<Path> photo() {
    return photo;
  }

  Optional<Path> input() {
    return input;
  }

  int starts() {
    if (starts < 1) {
      throw new IllegalArgumentException("--starts: at least 1 is needed, got " + starts);
    }
    return starts;
  }

  java.util.List<String> first() {
    return first;
  }

  /** The files that should show the run. */
  Set<Moving> moving() {
    Set<Moving> wanted = EnumSet.noneOf(Moving.class);
    if (gif) {
      wanted.add(Moving.GIF);
    }
    if (apng) {
      wanted.add(Moving.APNG);
    }
    return wanted;
  }

  /** What only a folder can hold needs one. */
  void requireRoom(boolean folder) {
    if (!folder && (gif || apng || snapshots.isPresent())) {
      throw new IllegalArgumentException(
          "--gif, --apng, --snapshots: are kept in a folder, got a single file as --out");
    }
  }

  Octaves octaves(int byDefault) {
    return new Octaves(octaves.orElse(byDefault), octaveScale);
  }

  Set<Integer> snapshots() {
    try {
      return snapshots
          .map(
              t ->
                  Arrays.stream(t.split(","))
                      .map(n -> Integer.parseUnsignedInt(n.strip()))
                      .collect(Collectors.toSet()))
          .orElse(Set.of());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--snapshots: numbers of steps as in 0,50,100, got '" + snapshots.orElse("") + "'", e);
    }
  }

  /** Nanoseconds that may be spent, if there is a limit. */
  Optional<Long> budget() {
    return budget.map(
        text -> {
          if (!text.matches("\\d{1,6}(\\.\\d+)?[sm]?")) {
            throw new IllegalArgumentException(
                "--budget: a time as in 60s or 5m is needed, got '" + text + "'");
          }
          boolean minutes = text.endsWith("m");
          double seconds = Double.parseDouble(text.replaceAll("[sm]", "")) * (minutes ? 60 : 1);
          return (long) (seconds * 1e9);
        });
  }
}
