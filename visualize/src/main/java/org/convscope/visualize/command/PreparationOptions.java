package org.convscope.visualize.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How photographs become the network's input, where the model's own statement is to be overruled.
 */
final class PreparationOptions {
  /** The usual ways. */
  enum Kind {
    IMAGENET,
    CAFFE,
    GREY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    Preprocessing of(int height, int width) {
      return switch (this) {
        case IMAGENET -> Preprocessing.imageNet(height, width);
        case CAFFE -> Preprocessing.caffe(height, width);
        case GREY -> Preprocessing.grey(height, width);
      };
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--preprocessing",
      paramLabel = "KIND",
      description = {
        "How photographs become the input, if not as the model says: imagenet (RGB, 0..1, ImageNet's",
        "mean and deviation), caffe (BGR, 0..255, mean subtracted) or grey."
      })
  private Optional<Kind> kind = Optional.empty();

  @Option(
      names = "--mean",
      paramLabel = "M,M,M",
      description = "Mean per channel in the network's order, of pixels already scaled.")
  private Optional<String> mean = Optional.empty();

  @Option(
      names = "--std",
      paramLabel = "S,S,S",
      description = "Deviation per channel in the network's order, of pixels already scaled.")
  private Optional<String> std = Optional.empty();

  @Option(
      names = "--input-size",
      paramLabel = "HxW",
      description = "Size that photographs are cut to, for networks that take any.")
  private Optional<String> size = Optional.empty();

  @Option(
      names = "--shorter-side",
      paramLabel = "PIXELS",
      description = {
        "Scale photographs to this shorter side before the centre is cut out (default: as the model",
        "says); that of the input itself leaves out least."
      })
  private Optional<Integer> shorterSide = Optional.empty();

  /** The preprocessing for a network, empty where neither the model nor an option states it. */
  Optional<Preprocessing> known(Network network) {
    return Preprocessing.fromMetadata(network.metadata()).isPresent() || isGiven()
        ? Optional.of(of(network))
        : Optional.empty();
  }

  /** True if the model's own statement is overruled in any way. */
  boolean isGiven() {
    return kind.isPresent()
        || mean.isPresent()
        || std.isPresent()
        || size.isPresent()
        || shorterSide.isPresent();
  }

  /** The preprocessing for a network. */
  Preprocessing of(Network network) {
    try {
      return chosen(network);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private Preprocessing chosen(Network network) {
    Optional<Preprocessing> stated = Preprocessing.fromMetadata(network.metadata());
    if (stated.isEmpty() && kind.isEmpty()) {
      throw new IllegalArgumentException(
          "the model does not say how photographs become its input %s; say so with --preprocessing"
              .formatted(network.input().description()));
    }
    Preprocessing p =
        kind.isEmpty()
            ? stated.get()
            : kind.get()
                .of(
                    stated.map(Preprocessing::height).orElse(224),
                    stated.map(Preprocessing::width).orElse(224));
    if (size.isPresent()) {
      p = sized(p, size.get());
    }
    if (mean.isEmpty() && std.isEmpty() && shorterSide.isEmpty()) {
      return p;
    }
    return new Preprocessing(
        p.order(),
        p.scale(),
        mean.map(t -> numbers("--mean", t)).orElse(p.mean()),
        std.map(t -> numbers("--std", t)).orElse(p.std()),
        p.height(),
        p.width(),
        shorterSide.orElse(p.shorterSide()));
  }

  private static Preprocessing sized(Preprocessing p, String text) {
    if (!text.matches("\\d{1,5}(x\\d{1,5})?")) {
      throw new IllegalArgumentException(
          "--input-size: height x width is needed, as in 224x224, got '" + text + "'");
    }
    String[] sides = text.split("x");
    return p.withSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
  }

  private static List<Double> numbers(String option, String text) {
    try {
      return Arrays.stream(text.split(","))
          .flatMapToDouble(t -> DoubleStream.of(Double.parseDouble(t.strip())))
          .boxed()
          .toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + ": numbers parted by commas are needed, got '" + text + "'", e);
    }
  }
}
