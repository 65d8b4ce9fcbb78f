package org.convscope.visualize.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The program's classes as the JVM keeps them in memory (class-data sharing), in a file in the
 * user's cache folder: the second JVM maps them instead of reading, checking and linking thousands
 * of class files and lambda expressions.
 *
 * <p>The first command that makes pictures writes it when it ends, under a temporary name; later
 * ones use it. The JVM itself checks that it fits the JVM and the jar and goes on without it if
 * not; the name holds the jar's size and time, so that another jar gets another archive and the old
 * one is removed. Where the folder cannot be written or little space is left, there is none.
 */
final class ClassArchive {
  /** System property: {@code false} neither writes nor uses an archive. */
  static final String PROPERTY = "convscope.archive";

  /** Commands that load most of the program. */
  private static final Set<String> PICTURES =
      Set.of("deconv", "occlude", "attribute", "compare", "ascend", "dream", "evaluate");

  private static final long LEAST_SPACE = 1L << 30;

  private final Path file;
  private final String place;
  private Path unfinished;

  private ClassArchive(Path file, String place) {
    this.file = file;
    this.place = place;
  }

  /**
   * The archive of an executable jar.
   *
   * @param classPath of this JVM; there is an archive only if it is a single jar
   * @param jvm version and folder of the JVM
   * @param environment the process's environment variables
   */
  static Optional<ClassArchive> of(String classPath, String jvm, Map<String, String> environment) {
    if (!Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
      return Optional.empty();
    }
    if (classPath.contains(File.pathSeparator) || !classPath.endsWith(".jar")) {
      return Optional.empty();
    }
    try {
      Path jar = Path.of(classPath).toAbsolutePath();
      String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
      Path base =
          cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
      String place = "classes-" + sum(jar + jvm) + "-";
      String state = sum(Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis());
      Path file = base.resolve("convscope").resolve(place + state + ".jsa").toAbsolutePath();
      // The JVM takes what follows the separator for a second archive.
      return file.toString().contains(File.pathSeparator)
          ? Optional.empty()
          : Optional.of(new ClassArchive(file, place));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String sum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  /** True for a command line whose command computes pictures. */
  static boolean makesPictures(String[] args) {
    return args.length > 0 && PICTURES.contains(args[0]);
  }

  /** Arguments of the second JVM: to use the archive, to write it, or none. */
  List<String> arguments(String[] args) {
    if (Files.isReadable(file)) {
      return List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:cds*=off");
    }
    if (!makesPictures(args) || !prepare()) {
      return List.of();
    }
    return List.of(
        "-XX:ArchiveClassesAtExit=" + unfinished,
        "-XX:-PrintWarnings",
        "-Xlog:cds*=off",
        "-D" + CompileQueue.PROPERTY + "=true");
  }

  private boolean prepare() {
    try {
      Path folder = file.getParent();
      Files.createDirectories(folder);
      if (folder.toFile().getUsableSpace() < LEAST_SPACE) {
        return false;
      }
      unfinished = Files.createTempFile(folder, place, ".partial");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Keeps what the second JVM has written, if it has; to be called when that has ended. */
  synchronized void finish(int exitCode) {
    if (unfinished == null) {
      return;
    }
    Path written = unfinished;
    unfinished = null;
    try {
      if (exitCode == 0 && Files.size(written) > 0) {
        removeOthers(written);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(written);
    } catch (IOException e) {
      written.toFile().delete();
    }
  }

  /** Archives of another state of the jar, and what a process that was killed has left. */
  private void removeOthers(Path written) throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(file.getParent(), place + "*")) {
      for (Path other : others) {
        if (!other.equals(written)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }
}
