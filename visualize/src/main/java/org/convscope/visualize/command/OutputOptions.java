package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.convscope.visualize.output.Output;
import picocli.CommandLine.Option;

/** Where a command's result goes. */
final class OutputOptions {
  @Option(
      names = "--out",
      paramLabel = "PATH",
      description = "Where the result goes (default: a name in the current folder).")
  private Optional<Path> out = Optional.empty();

  /** The chosen path, or a name in the current folder. */
  Path target(String byDefault) {
    return out.orElseGet(() -> Path.of(byDefault.replaceAll("[^A-Za-z0-9._-]+", "_")));
  }

  /** A folder of results, opened before any work is done. */
  Output folder(String byDefault, boolean force) throws IOException {
    return Output.folder(target(byDefault), force);
  }

  /** A single file, opened before any work is done. */
  Output file(String byDefault, boolean force) throws IOException {
    return Output.file(target(byDefault), force);
  }

  /** True if the result was given a place. */
  boolean isGiven() {
    return out.isPresent();
  }
}
