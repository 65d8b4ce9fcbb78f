package org.convscope.visualize.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.models.synthetic.SyntheticSet;

/**
 * The images that a search goes through where none are given, drawn when the program is built and
 * kept in it: to draw them, in a process that has just started, takes longer than to search them.
 *
 * <p>The files hold R, G, B of each pixel, row by row, image after image. A build without them
 * draws.
 */
public final class DrawnAhead {
  /**
   * How many: ten of each class, so that a feature map that likes one class finds its nine there.
   */
  public static final int COUNT = 10 * SyntheticClass.values().length;

  /** The usual seed of the command line. */
  private static final long SEED = 0;

  private static final int EDGE = DrawnPhotos.LEAST_SIDE;
  private static final int BYTES = 3 * EDGE * EDGE;

  /** Images of a file, each of which one thread unpacks while another does another. */
  private static final int PER_FILE = 20;

  /** The images of the files that were asked for; empty for a file that is not there. */
  private static final Map<Integer, byte[]> FILES = new ConcurrentHashMap<>();

  private DrawnAhead() {}

  /** An image of a set as it would be drawn, if it is among those kept. */
  static Optional<Photo> of(SyntheticSet set, int index) {
    if (index >= COUNT || !isKept(set)) {
      return Optional.empty();
    }
    byte[] images = FILES.computeIfAbsent(index / PER_FILE, DrawnAhead::read);
    if (images.length == 0) {
      return Optional.empty();
    }
    int at = index % PER_FILE * BYTES;
    return Optional.of(new Photo(EDGE, EDGE, Arrays.copyOfRange(images, at, at + BYTES)));
  }

  private static boolean isKept(SyntheticSet set) {
    return set.edge() == EDGE
        && set.seed() == SEED
        && set.split() == Split.TEST
        && set.classes().equals(Arrays.asList(SyntheticClass.values()));
  }

  private static String name(int file) {
    return "drawn-ahead-" + file + ".rgb";
  }

  private static byte[] read(int file) {
    try (InputStream in = DrawnAhead.class.getResourceAsStream(name(file))) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Draws them; called by the build.
   *
   * @param args the folder of the compiled classes
   */
  public static void main(String[] args) throws IOException {
    String folder = DrawnAhead.class.getPackageName().replace('.', '/');
    SyntheticSet set = new SyntheticSet(EDGE, SEED, Split.TEST);
    byte[][] drawn = new byte[COUNT][];
    IntStream.range(0, COUNT)
        .parallel()
        .forEach(i -> drawn[i] = Photo.of(set.sample(i).pixels()).rgb());
    for (int file = 0; file * PER_FILE < COUNT; file++) {
      Path path = Path.of(args[0]).resolve(folder).resolve(name(file));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
        for (int i = file * PER_FILE; i < Math.min(COUNT, (file + 1) * PER_FILE); i++) {
          out.write(drawn[i]);
        }
      }
    }
  }
}
