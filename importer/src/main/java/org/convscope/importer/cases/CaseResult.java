package org.convscope.importer.cases;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How one test folder went.
 *
 * @param folder the folder with the model
 * @param failure in one line why it failed; empty if it passed
 */
public record CaseResult(Path folder, Optional<String> failure) {
  public boolean passed() {
    return failure.isEmpty();
  }

  /** The folder's name. */
  public String name() {
    return folder.getFileName().toString();
  }
}
