package org.convscope.visualize.command;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.image.DrawnPhotos;
import org.convscope.visualize.image.Photo;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.render.Contrast;
import org.convscope.visualize.render.Images;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The one image that a command explains: a photograph, raw numbers, or an image drawn here. */
final class PictureOptions {
  /**
   * An image.
   *
   * @param name what to call it
   * @param input what the network gets, [1×C×H×W]
   * @param picture what people see
   * @param object the object's pixels, where they are known
   */
  record Picture(String name, Tensor input, BufferedImage picture, Optional<BitSet> object) {}

  /** What the drawn image shows: many parts that differ. */
  private static final String USUAL = "face";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "IMAGE",
      description = "A photograph (default: an image that the program draws, see --drawn).")
  private Optional<Path> image = Optional.empty();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "The network's input as an NPY file [1×C×H×W] in place of a photograph.")
  private Optional<Path> input = Optional.empty();

  @Option(
      names = "--drawn",
      paramLabel = "N",
      description = {
        "Number of the drawn image, of the test images of --seed (default: the first that shows a",
        USUAL + ")."
      })
  private Optional<Integer> drawn = Optional.empty();

  /** The image for a network. */
  Picture of(Network network, PreparationOptions preparation, long seed) throws IOException {
    if ((image.isPresent() ? 1 : 0) + (input.isPresent() ? 1 : 0) + (drawn.isPresent() ? 1 : 0)
        > 1) {
      throw wrongUse("one of IMAGE, --input and --drawn is needed, got several");
    }
    if (input.isPresent()) {
      return raw(network, input.get(), preparation.known(network));
    }
    Preprocessing p = preparation.of(network);
    if (image.isPresent()) {
      Photo photo = Preparation.fit(PhotoReader.read(image.get()), p);
      String name = image.get().getFileName().toString();
      return new Picture(name, Preparation.input(photo, p), shown(photo), Optional.empty());
    }
    return drawn(p, seed);
  }

  private Picture drawn(Preprocessing p, long seed) {
    int index = drawn.orElseGet(() -> DrawnPhotos.tests(seed, 256, p).firstOf(USUAL));
    if (index < 0) {
      throw wrongUse("--drawn: 0 or more is needed, got " + index);
    }
    DrawnPhotos photos = DrawnPhotos.tests(seed, index + 1, p);
    Photo photo = photos.fitted(index);
    return new Picture(
        photos.names().get(index),
        Preparation.input(photo, p),
        shown(photo),
        Optional.of(photos.object(index)));
  }

  private Picture raw(Network network, Path file, Optional<Preprocessing> p) throws IOException {
    Tensor x = Npy.read(file).cast(network.input().type());
    Shape shape = x.shape();
    if (shape.rank() != 4 || shape.dim(0) != 1) {
      throw new IllegalArgumentException(file + ": one image [1×C×H×W] is needed, got " + shape);
    }
    int height = shape.dim(2);
    int width = shape.dim(3);
    BufferedImage picture =
        p.isPresent() && p.get().mean().size() == shape.dim(1)
            ? Images.photo(p.get().denormalised(x.floats(), height * width), height, width)
            : Images.signed(x.floats(), height, width, Contrast.of(x.floats()));
    return new Picture(file.getFileName().toString(), x, picture, Optional.empty());
  }

  private static BufferedImage shown(Photo photo) {
    return Images.photo(photo.planes(), photo.height(), photo.width());
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
