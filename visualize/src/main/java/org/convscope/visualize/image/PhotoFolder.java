package org.convscope.visualize.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;

/** Photographs on the disk, read when asked for. Safe for use by several threads. */
public final class PhotoFolder implements Photos {
  private final List<Path> files;
  private final List<String> names;
  private final Preprocessing preprocessing;

  private PhotoFolder(List<Path> files, List<String> names, Preprocessing preprocessing) {
    this.files = List.copyOf(files);
    this.names = List.copyOf(names);
    this.preprocessing = preprocessing;
  }

  /**
   * All photographs in a folder and the folders below it, sorted by path; or a single one.
   *
   * @throws IOException if there is no such folder or file
   * @throws IllegalArgumentException if the folder holds no photograph
   */
  public static PhotoFolder of(Path root, Preprocessing preprocessing) throws IOException {
    if (!Files.exists(root)) {
      throw new NoSuchFileException(root.toString());
    }
    if (!Files.isDirectory(root)) {
      String name = root.getFileName().toString();
      return new PhotoFolder(List.of(root), List.of(name), preprocessing);
    }
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> found =
          all.filter(f -> Files.isRegularFile(f) && PhotoReader.isPhotoName(f)).sorted().toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            root + ": a folder with photographs is needed (JPEG, PNG, GIF, BMP, WebP), got none");
      }
      List<String> names =
          found.stream().map(f -> root.relativize(f).toString().replace('\\', '/')).toList();
      return new PhotoFolder(found, names, preprocessing);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Paths relative to the folder. */
  @Override
  public List<String> names() {
    return names;
  }

  /** The file of a photograph. */
  public Path file(int index) {
    return files.get(index);
  }

  @Override
  public Photo fitted(int index) {
    try {
      return Preparation.fit(PhotoReader.read(files.get(index)), preprocessing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Tensor input(int index) {
    return Preparation.input(fitted(index), preprocessing);
  }
}
