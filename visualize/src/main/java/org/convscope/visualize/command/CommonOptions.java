package org.convscope.visualize.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.convscope.engine.Buffers;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command has. */
final class CommonOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute on; the results do not depend on it (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random, written into the result (default: 0).")
  private long seed;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress and no remarks, only results and errors.")
  private boolean quiet;

  @Option(names = "--debug", description = "Log what is done; show the stack trace of a failure.")
  private boolean debug;

  @Option(names = "--force", description = "Replace results that are there.")
  private boolean force;

  /** Number of threads, at least 1. */
  int threads() {
    if (threads < 1) {
      throw new ParameterException(
          command.commandLine(), "--threads: at least 1 is needed, got " + threads);
    }
    return threads;
  }

  /** The chosen kernel set on all threads. */
  Kernels kernels() {
    return KernelSets.choose(threads());
  }

  /** One kernel set of a single thread for each thread, for work on many things side by side. */
  List<Kernels> lanes() {
    return IntStream.range(0, threads())
        .mapToObj(i -> KernelSets.choose(Workers.of(1), new Buffers()))
        .toList();
  }

  /** What {@code make} gives; if it finds its arguments wrong, that is wrong use. */
  <T> T checked(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** As {@link #checked}, where nothing is made. */
  void check(Runnable rule) {
    checked(
        () -> {
          rule.run();
          return Optional.empty();
        });
  }

  long seed() {
    return seed;
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  boolean debug() {
    return debug;
  }

  boolean force() {
    return force;
  }

  /** A remark on stderr, unless it should be quiet. */
  void remark(String text) {
    if (!quiet) {
      command.commandLine().getErr().println(text);
      command.commandLine().getErr().flush();
    }
  }

  /** A line of the result on stdout. */
  void print(String line) {
    command.commandLine().getOut().println(line);
    command.commandLine().getOut().flush();
  }

  /** Wrong use of this command: one line and exit code 2. */
  ParameterException wrongUse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
