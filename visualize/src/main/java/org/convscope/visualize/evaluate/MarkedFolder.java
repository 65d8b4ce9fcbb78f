package org.convscope.visualize.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.image.ObjectMask;
import org.convscope.visualize.image.PhotoFolder;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.parts.MarkedImage;
import org.convscope.visualize.parts.PartsFile;

/**
 * Images in a folder: those of its {@code parts.json} with the masks that it names, or all
 * photographs, where {@code NAME.mask.png} beside {@code NAME.jpg} is the mask of that photograph.
 */
public final class MarkedFolder implements MarkedImages {
  private static final String PARTS = "parts.json";
  private static final String MASK = ".mask.png";

  /** An image and its mask, as files. */
  private record Pair(String name, Path image, Optional<Path> mask) {}

  private final List<Pair> pairs;
  private final Preprocessing preprocessing;

  private MarkedFolder(List<Pair> pairs, Preprocessing preprocessing) {
    this.pairs = List.copyOf(pairs);
    this.preprocessing = preprocessing;
  }

  /**
   * The images of a folder.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MarkedFolder of(Path folder, Preprocessing preprocessing) throws IOException {
    Path parts = folder.resolve(PARTS);
    List<Pair> pairs = Files.exists(parts) ? named(folder, parts) : found(folder, preprocessing);
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException(folder + ": a folder with images is needed, got none");
    }
    return new MarkedFolder(pairs, preprocessing);
  }

  private static List<Pair> named(Path folder, Path parts) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (MarkedImage image : PartsFile.read(parts).images()) {
      Optional<Path> mask =
          image.mask().isEmpty() ? Optional.empty() : Optional.of(folder.resolve(image.mask()));
      pairs.add(new Pair(image.file(), folder.resolve(image.file()), mask));
    }
    return pairs;
  }

  private static List<Pair> found(Path folder, Preprocessing preprocessing) throws IOException {
    PhotoFolder photos = PhotoFolder.of(folder, preprocessing);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < photos.names().size(); i++) {
      Path file = photos.file(i);
      String name = file.getFileName().toString();
      if (!name.endsWith(MASK)) {
        Path mask = file.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + MASK);
        Optional<Path> there = Files.exists(mask) ? Optional.of(mask) : Optional.empty();
        pairs.add(new Pair(photos.names().get(i), file, there));
      }
    }
    return pairs;
  }

  @Override
  public List<String> names() {
    return pairs.stream().map(Pair::name).toList();
  }

  @Override
  public Tensor input(int index) {
    try {
      return Preparation.input(
          Preparation.fit(PhotoReader.read(pairs.get(index).image()), preprocessing),
          preprocessing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<BitSet> object(int index) {
    Optional<Path> mask = pairs.get(index).mask();
    try {
      return mask.isEmpty()
          ? Optional.empty()
          : Optional.of(ObjectMask.of(PhotoReader.read(mask.get()), preprocessing));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
