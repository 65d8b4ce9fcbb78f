package org.convscope.visualize.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A result on its way to the disk: a file, or a folder of files. It is written beside its target
 * under a temporary name and moved there by {@link #commit}; closed without that (a failure, no
 * space left, Ctrl-C) it leaves nothing behind.
 *
 * <p>A target that is there already is refused before any work is done, unless {@code replace} was
 * asked for. A folder may be there if it is empty; a filled one keeps its other files when files in
 * it are replaced.
 */
public final class Output implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final boolean folder;
  private final List<Path> madeParents = new ArrayList<>();
  private final Thread cleanUp = new Thread(this::discard);

  private Output(Path target, boolean folder) throws IOException {
    this.target = target.toAbsolutePath().normalize();
    this.folder = folder;
    if (this.target.getFileName() == null) {
      throw new IOException(target + ": the root of the file system cannot be a result");
    }
    Path parent = this.target.getParent();
    for (Path p = parent; !Files.exists(p); p = p.getParent()) {
      madeParents.add(p);
    }
    Files.createDirectories(parent);
    String name = "." + this.target.getFileName() + ".partial-" + UUID.randomUUID();
    Path unfinished = parent.resolve(name);
    this.partial = folder ? Files.createDirectory(unfinished) : Files.createFile(unfinished);
    Runtime.getRuntime().addShutdownHook(cleanUp);
  }

  /**
   * A single file.
   *
   * @param replace whether a file that is there may be replaced
   * @throws FileAlreadyExistsException if it is there and must not be replaced
   */
  public static Output file(Path target, boolean replace) throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException(target + ": a file is needed, got a folder");
    }
    requireAbsent(target, replace);
    return new Output(target, false);
  }

  /**
   * A folder of files.
   *
   * @param replace whether files in a folder that is there may be replaced
   * @throws FileAlreadyExistsException if it is there, not empty, and must not be touched
   */
  public static Output folder(Path target, boolean replace) throws IOException {
    if (!isEmptyFolder(target)) {
      requireAbsent(target, replace);
      if (Files.exists(target) && !Files.isDirectory(target)) {
        throw new IOException(target + ": a folder is needed, got a file");
      }
    }
    return new Output(target, true);
  }

  private static void requireAbsent(Path target, boolean replace)
      throws FileAlreadyExistsException {
    if (!replace && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  private static boolean isEmptyFolder(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(target)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Where the result is after {@link #commit}. */
  public Path target() {
    return target;
  }

  /** Writes the file's content. */
  public void write(byte[] content) throws IOException {
    require(!folder);
    Files.write(partial, content);
  }

  /** Writes one file of the folder, {@code name} relative to it. */
  public void write(String name, byte[] content) throws IOException {
    require(folder);
    Path file = partial.resolve(name).normalize();
    if (!file.startsWith(partial) || file.equals(partial)) {
      throw new IllegalArgumentException(
          "output: a file's name must stay in its folder, got " + name);
    }
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void require(boolean right) {
    if (!right) {
      throw new IllegalStateException(
          "output: " + target + (folder ? " is a folder" : " is a file"));
    }
  }

  /** Moves the finished result to its target. */
  public void commit() throws IOException {
    if (folder && Files.isDirectory(target)) {
      for (Path file : files(partial)) {
        Path to = target.resolve(partial.relativize(file).toString());
        Files.createDirectories(to.getParent());
        move(file, to);
      }
    } else {
      move(partial, target);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Removes what is unfinished. */
  @Override
  public void close() {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    } catch (IllegalStateException e) {
      // The JVM is ending and runs the hook itself.
      return;
    }
  }

  private void discard() {
    try {
      if (Files.exists(partial)) {
        deleteAll(partial);
      }
      if (!Files.exists(target)) {
        for (Path made : madeParents) {
          Files.deleteIfExists(made);
        }
      }
    } catch (DirectoryNotEmptyException e) {
      // Somebody else has put something there meanwhile; it stays.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(p);
      }
    }
  }

  /** What an I/O failure means, in one line: file, rule, what to do. */
  public static String explain(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof FileAlreadyExistsException) {
      return message + ": exists already; --force replaces it";
    }
    if (e instanceof NoSuchFileException) {
      return message + ": no such file";
    }
    if (e instanceof AccessDeniedException) {
      return message + ": permission denied";
    }
    if (message.contains("No space left") || message.contains("not enough space")) {
      String where = e instanceof FileSystemException f ? f.getFile() : null;
      return (where == null ? "" : where + ": ")
          + "no space left on the disk; nothing was kept, free some or choose another --out";
    }
    return message;
  }
}
