package org.convscope.visualize.launch;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Decides whether the program must start itself again, and with which command line. */
final class Relaunch {
  static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** System property of the second JVM: the process id of the first one. */
  static final String PARENT = "convscope.parent";

  private Relaunch() {}

  static boolean isNeeded() {
    return isNeeded(
        hasVectors(),
        ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent(),
        System.getProperty(PARENT) != null);
  }

  /** True in a JVM with the Vector API. */
  static boolean hasVectors() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** Needed where the module is not loaded, could be, and this is not the second try already. */
  static boolean isNeeded(boolean loaded, boolean available, boolean second) {
    return !loaded && available && !second;
  }

  /**
   * The second JVM's command line.
   *
   * @param sharing arguments about the archive of classes
   */
  static List<String> command(String[] args, List<String> sharing) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return command(
        java.toString(),
        Runtime.version().feature(),
        arguments(sharing),
        System.getProperty("java.class.path"),
        args);
  }

  /** Ours, then the first JVM's own, which overrule them. */
  private static List<String> arguments(List<String> sharing) {
    List<String> all = new ArrayList<>(KernelCompilation.FLAGS);
    all.addAll(LoopStrips.FLAGS);
    all.addAll(sharing);
    all.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    return all;
  }

  /**
   * The second JVM's command line: the first one's own arguments (heap size and the like), then
   * ours.
   *
   * @param feature the JDK's feature release
   */
  static List<String> command(
      String java, int feature, List<String> jvmArguments, String classPath, String[] args) {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(jvmArguments);
    command.add("--add-modules=" + VECTOR_MODULE);
    command.add("--enable-native-access=ALL-UNNAMED");
    if (feature >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(Collector.flags(jvmArguments));
    command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
    command.add("-D" + Terminal.PROPERTY + "=" + Terminal.isAttached());
    command.add("-cp");
    command.add(absolute(classPath));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
