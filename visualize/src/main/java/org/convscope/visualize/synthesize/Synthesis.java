package org.convscope.visualize.synthesize;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.convscope.engine.Workers;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.synthetic.Box;
import org.convscope.models.synthetic.Sample;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.parts.MarkedImage;
import org.convscope.visualize.parts.Part;
import org.convscope.visualize.parts.PartsFile;
import org.convscope.visualize.render.Png;

/**
 * Writes the first images of a synthetic set to a folder:
 *
 * <ul>
 *   <li>{@code images/CLASS/INDEX.png}, so that {@code images} is a data folder for training;
 *   <li>{@code masks/CLASS/INDEX.png}, 255 on the object;
 *   <li>{@code parts.json}, a {@link PartsFile};
 *   <li>{@code contact-sheet.png}, a page with some images of each class.
 * </ul>
 */
public final class Synthesis {
  private Synthesis() {}

  /**
   * Writes images 0 … count−1.
   *
   * @param done told the number of each image written, from any thread
   */
  public static void write(
      SyntheticSet set, int count, Output folder, Workers workers, IntConsumer done)
      throws IOException {
    List<MarkedImage> marked = new ArrayList<>(Collections.nCopies(count, null));
    workers.forEach(
        count,
        index -> {
          Sample sample = set.sample(index);
          try {
            marked.set(index, write(sample, index, folder));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          done.accept(index);
        });
    folder.write("parts.json", new PartsFile(marked).json());
    folder.write("contact-sheet.png", png(ContactSheet.of(set, count)));
  }

  private static MarkedImage write(Sample sample, int index, Output folder) throws IOException {
    String file = "%s/%06d.png".formatted(sample.kind().label(), index);
    folder.write("images/" + file, png(sample.pixels().image()));
    folder.write("masks/" + file, png(sample.mask().image()));
    List<Part> parts =
        sample.parts().stream().map(part -> new Part(part.name(), region(part.box()))).toList();
    return new MarkedImage("images/" + file, sample.kind().label(), "masks/" + file, parts);
  }

  private static Region region(Box box) {
    return new Region(box.y(), box.x(), box.height(), box.width());
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Png.write(image, Map.of(), bytes);
    return bytes.toByteArray();
  }
}
