package org.convscope.bench;

import java.io.IOException;
import java.lang.ProcessHandle.Info;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convscope.visualize.launch.Collector;
import org.convscope.visualize.launch.KernelCompilation;
import org.convscope.visualize.launch.LoopStrips;

/**
 * Starts this program again with what cannot be set from inside: the Vector API's module; the
 * collector, strips and compilation of kernels that {@code visualize} starts itself with, without
 * which some processes run slower kernels than the program does; and a C library that keeps large
 * blocks instead of giving each back to the system, without which libtorch is up to three times
 * slower.
 */
public final class Relaunch {
  private static final String KEEP = "1073741824";

  private static final Map<String, String> MALLOC =
      Map.of(
          "MALLOC_TRIM_THRESHOLD_", KEEP,
          "MALLOC_MMAP_THRESHOLD_", KEEP,
          "MALLOC_TOP_PAD_", "67108864");

  private Relaunch() {}

  /** True if this process runs as it should. */
  static boolean isDone() {
    return MALLOC.keySet().stream().allMatch(System.getenv()::containsKey)
        && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** A process that runs this program with these arguments, and with this JVM's own options. */
  public static ProcessBuilder process(List<String> arguments) {
    Info self = ProcessHandle.current().info();
    String java =
        self.command().orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<String> command = new ArrayList<>(List.of(java, "--add-modules", "jdk.incubator.vector"));
    List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
    command.addAll(Collector.flags(own));
    command.addAll(KernelCompilation.FLAGS);
    command.addAll(LoopStrips.FLAGS);
    command.addAll(own);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Benchmarks.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(MALLOC);
    return builder;
  }

  /** Runs the program again and hands on its exit code. */
  static int run(List<String> arguments) throws IOException, InterruptedException {
    return process(arguments).inheritIO().start().waitFor();
  }
}
