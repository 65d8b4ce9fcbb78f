package org.convscope.visualize.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.convscope.models.Preprocessing;
import org.convscope.models.train.ImageSource;
import org.convscope.models.train.Labelled;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;

/**
 * A data folder: one sub-folder per class, photographs in it. Classes and files are sorted by name,
 * so that an index means the same image on every machine.
 */
public final class ClassFolders implements ImageSource {
  private final List<String> classes;
  private final List<Path> files;
  private final List<Integer> labels;
  private final Preprocessing preprocessing;

  private ClassFolders(
      List<String> classes, List<Path> files, List<Integer> labels, Preprocessing preprocessing) {
    this.classes = List.copyOf(classes);
    this.files = List.copyOf(files);
    this.labels = List.copyOf(labels);
    this.preprocessing = preprocessing;
  }

  /**
   * Lists a folder.
   *
   * @param preprocessing says how a photograph is fitted to the network's input size
   * @throws IOException if it cannot be listed
   * @throws IllegalArgumentException if there are fewer than two classes with photographs
   */
  public static ClassFolders of(Path root, Preprocessing preprocessing) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root + ": a folder with one sub-folder per class is needed");
    }
    List<String> classes = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path folder : sorted(root, Files::isDirectory)) {
      List<Path> photos = sorted(folder, PhotoReader::isPhotoName);
      if (!photos.isEmpty()) {
        photos.forEach(p -> labels.add(classes.size()));
        files.addAll(photos);
        classes.add(folder.getFileName().toString());
      }
    }
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "%s: at least two sub-folders with photographs are needed, got %s"
              .formatted(root, classes));
    }
    return new ClassFolders(classes, files, labels, preprocessing);
  }

  private static List<Path> sorted(Path folder, java.util.function.Predicate<Path> which)
      throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(which).sorted().toList();
    }
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int height() {
    return preprocessing.height();
  }

  @Override
  public int width() {
    return preprocessing.width();
  }

  @Override
  public int label(int index) {
    return labels.get(index);
  }

  @Override
  public Labelled read(int index) {
    try {
      float[] planes = Preparation.fit(PhotoReader.read(files.get(index)), preprocessing).planes();
      byte[] pixels = new byte[planes.length];
      for (int i = 0; i < planes.length; i++) {
        pixels[i] = (byte) Math.round(planes[i]);
      }
      return new Labelled(pixels, labels.get(index));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
