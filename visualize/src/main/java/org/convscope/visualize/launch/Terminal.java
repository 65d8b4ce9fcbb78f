package org.convscope.visualize.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether somebody watches stderr. The first JVM finds out and tells the second one, whose stderr
 * is a pipe.
 */
public final class Terminal {
  static final String PROPERTY = "convscope.terminal";

  private Terminal() {}

  /** True if progress on stderr would be seen by a person rather than kept in a file. */
  public static boolean isAttached() {
    String told = System.getProperty(PROPERTY);
    if (told != null) {
      return Boolean.parseBoolean(told);
    }
    Path stderr = Path.of("/proc/self/fd/2");
    try {
      if (Files.isSymbolicLink(stderr)) {
        String target = Files.readSymbolicLink(stderr).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      return false;
    }
    return System.console() != null;
  }
}
