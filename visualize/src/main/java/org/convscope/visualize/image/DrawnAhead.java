package org.convscope.visualize.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.models.synthetic.SyntheticSet;

/**
 * The images that a search goes through where none are given, drawn when the program is built and
 * kept in it: to draw them, in a process that has just started, takes longer than to search them.
 *
 * <p>The file holds R, G, B of each pixel, row by row, image after image. A build without it draws.
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
  private static final String NAME = "drawn-ahead.rgb";

  /** Read when the first image is asked for. */
  private static final class Holder {
    private static final byte[] ALL = read();
  }

  private DrawnAhead() {}

  /** An image of a set as it would be drawn, if it is among those kept. */
  static Optional<Photo> of(SyntheticSet set, int index) {
    if (index >= COUNT || !isKept(set) || Holder.ALL.length == 0) {
      return Optional.empty();
    }
    byte[] rgb = Arrays.copyOfRange(Holder.ALL, index * BYTES, (index + 1) * BYTES);
    return Optional.of(new Photo(EDGE, EDGE, rgb));
  }

  private static boolean isKept(SyntheticSet set) {
    return set.edge() == EDGE
        && set.seed() == SEED
        && set.split() == Split.TEST
        && set.classes().equals(Arrays.asList(SyntheticClass.values()));
  }

  private static byte[] read() {
    try (InputStream in = DrawnAhead.class.getResourceAsStream(NAME)) {
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
    Path file = Path.of(args[0]).resolve(folder).resolve(NAME);
    SyntheticSet set = new SyntheticSet(EDGE, SEED, Split.TEST);
    byte[][] drawn = new byte[COUNT][];
    IntStream.range(0, COUNT)
        .parallel()
        .forEach(i -> drawn[i] = Photo.of(set.sample(i).pixels()).rgb());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (byte[] rgb : drawn) {
        out.write(rgb);
      }
    }
  }
}
