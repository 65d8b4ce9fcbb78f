package org.convscope.importer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the folder of shared reference data, which stands beside a checkout where there is one. */
public final class SharedData {
  private SharedData() {}

  /** A folder below {@code shared}, looked for beside this folder and all above it. */
  public static Optional<Path> folder(String name) {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      Path found = p.resolve("shared").resolve(name);
      if (Files.isDirectory(found)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
