package org.convscope.visualize.launch;

import java.util.ArrayList;
import java.util.List;

/** The garbage collector and the size of its young generation, where the user does not choose. */
public final class Collector {
  private Collector() {}

  /**
   * What the JVM is started with.
   *
   * @param chosen the user's own arguments, which stay as they are
   */
  public static List<String> flags(List<String> chosen) {
    List<String> flags = new ArrayList<>();
    if (chosen.stream().noneMatch(Collector::choosesCollector)) {
      // Throughput counts, pauses do not; it also starts a little faster than G1.
      flags.add("-XX:+UseParallelGC");
    }
    if (chosen.stream().noneMatch(Collector::sizesYoungGeneration)) {
      // Large arrays are reused, the rest is small: a third of the heap, the JVM's choice, would
      // only fill up with garbage (a gradient through SqueezeNet at 900 instead of 190 MB).
      flags.add("-Xmn64m");
    }
    return flags;
  }

  private static boolean sizesYoungGeneration(String argument) {
    return argument.startsWith("-Xmn") || argument.contains("NewSize=");
  }

  private static boolean choosesCollector(String argument) {
    return argument.startsWith("-XX:+Use") && argument.endsWith("GC");
  }
}
