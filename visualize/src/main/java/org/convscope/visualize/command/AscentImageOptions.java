package org.convscope.visualize.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.visualize.ascend.AscentOptions;
import org.convscope.visualize.ascend.AscentOptions.Climb;
import org.convscope.visualize.ascend.AscentOptions.ImageModel;
import org.convscope.visualize.ascend.Recipe;
import org.convscope.visualize.ascend.image.Colour;
import org.convscope.visualize.ascend.image.FixedMagnitude;
import org.convscope.visualize.ascend.image.Fourier;
import org.convscope.visualize.ascend.image.LaplacianPyramid;
import org.convscope.visualize.ascend.image.Parametrisation;
import org.convscope.visualize.ascend.image.Pixels;
import org.convscope.visualize.ascend.regularise.Blur;
import org.convscope.visualize.ascend.regularise.Correction;
import org.convscope.visualize.ascend.regularise.Penalty;
import org.convscope.visualize.ascend.residual.SkipScale;
import org.convscope.visualize.ascend.step.StepRule;
import org.convscope.visualize.ascend.view.Beyond;
import org.convscope.visualize.ascend.view.Transform;
import org.convscope.visualize.ascend.view.ViewChain;
import picocli.CommandLine.Option;

/** What of a recipe is done differently. */
final class AscentImageOptions {
  private static final int LEVELS = 4;

  /** The parametrisations by name. */
  enum Param {
    PIXEL,
    FOURIER,
    LAPLACIAN,
    MACO
  }

  /** The colours of starting noise. */
  enum StartColours {
    NATURAL,
    INDEPENDENT
  }

  @Option(
      names = "--param",
      paramLabel = "KIND",
      description = "What is changed: pixel, fourier, laplacian (4 levels) or maco (phases only).")
  private Optional<Param> param = Optional.empty();

  @Option(
      names = "--decay",
      paramLabel = "D",
      description = "Exponent of the spectrum of fourier and maco: 1 as in nature, 0 white.")
  private double decay = 1;

  @Option(
      names = "--colour",
      paramLabel = "KIND",
      description = {
        "decorrelated (natural colours' principal axes, sigmoid), independent (RGB, sigmoid), or",
        "raw (the network's input itself, without bounds)."
      })
  private Optional<Colour> colour = Optional.empty();

  @Option(
      names = "--start-std",
      paramLabel = "S",
      description = "Deviation of the starting noise; for maco in half turns.")
  private Optional<Double> deviation = Optional.empty();

  @Option(
      names = "--start-colour",
      paramLabel = "KIND",
      description = "Colours of the starting noise: natural or independent in RGB.")
  private Optional<StartColours> startColour = Optional.empty();

  @Option(
      names = "--step-rule",
      paramLabel = "RULE",
      description = "adam, nadam, normalised (g/|g|), mean (g/mean|g|) or plain.")
  private Optional<StepRule> rule = Optional.empty();

  @Option(names = "--lr", paramLabel = "R", description = "Size of a step.")
  private Optional<Double> rate = Optional.empty();

  @Option(names = "--steps", paramLabel = "N", description = "Number of steps.")
  private Optional<Integer> steps = Optional.empty();

  @Option(
      names = "--gradient-blur",
      paramLabel = "S",
      description = "Blur of the gradient by the pixels, deviation in pixels; --param pixel only.")
  private Optional<Double> gradientBlur = Optional.empty();

  @Option(
      names = "--transforms",
      paramLabel = "CHAIN",
      description = {
        "Random views: none, steady (jitter:2), robust (jitter:8,scale:0.9:1.1,rotate:10,jitter:4),",
        "wide (jitter:16,scale:0.8:1.2,rotate:15,jitter:8), or a chain like these."
      })
  private Optional<String> transforms = Optional.empty();

  @Option(
      names = "--beyond",
      paramLabel = "KIND",
      description = "What views show beyond the image: grey, edge or wrap.")
  private Optional<Beyond> beyond = Optional.empty();

  @Option(
      names = "--crops",
      paramLabel = "N[:A:B]",
      description = {
        "Random crops that the network sees at each step, 0 for the whole image; their sides go from",
        "share A of the image's at the first step to B at the last (maco: 32:1:0.5)."
      })
  private Optional<String> crops = Optional.empty();

  @Option(names = "--l1", paramLabel = "W", description = "Weight of the penalty sum |x|.")
  private Optional<Double> l1 = Optional.empty();

  @Option(names = "--l2", paramLabel = "W", description = "Weight of the penalty sum x².")
  private Optional<Double> l2 = Optional.empty();

  @Option(names = "--tv", paramLabel = "W", description = "Weight of the total variation.")
  private Optional<Double> tv = Optional.empty();

  @Option(names = "--boundary", paramLabel = "W", description = "Weight of x² along the edge.")
  private Optional<Double> boundary = Optional.empty();

  @Option(
      names = "--blur",
      paramLabel = "S:N",
      description = "Blur of the image with deviation S every N steps, or none; raw pixels only.")
  private Optional<String> blur = Optional.empty();

  @Option(
      names = "--pixel-decay",
      paramLabel = "D",
      description = "x becomes (1 - D)x after each step; raw pixels only.")
  private Optional<Double> pixelDecay = Optional.empty();

  @Option(
      names = "--clip-norm",
      paramLabel = "P",
      description = "Sets the P percent weakest pixels to 0 after each step; raw pixels only.")
  private Optional<Double> clipNorm = Optional.empty();

  @Option(
      names = "--clamp",
      negatable = true,
      description = "Keeps raw pixels to what black and white are.")
  private Optional<Boolean> clamp = Optional.empty();

  @Option(
      names = "--skip-alpha",
      paramLabel = "A[:B]",
      description = {
        "Factor on the gradient over residual shortcuts, from A at the first to B at the last step;",
        "the forward pass stays as it is."
      })
  private Optional<String> alpha = Optional.empty();

  /** The recipe with what was given in its place. */
  AscentOptions over(AscentOptions recipe) {
    Climb climb = recipe.climb();
    Parametrisation shape =
        param.map(this::parametrisation).orElse(recipe.image().parametrisation());
    ImageModel image =
        new ImageModel(
            shape,
            colour.orElse(recipe.image().colour()),
            deviation.orElse(recipe.image().deviation()),
            startColour.map(c -> c == StartColours.NATURAL).orElse(recipe.image().naturalStart()));
    double blurred = gradientBlur.orElse(climb.gradientBlur());
    if (blurred > 0 && !(shape instanceof Pixels)) {
      throw new IllegalArgumentException(
          "--gradient-blur: needs --param pixel, got " + shape.name());
    }
    return new AscentOptions(
        image,
        new Climb(
            rule.orElse(climb.rule()),
            rate.orElse(climb.rate()),
            steps.orElse(climb.steps()),
            blurred),
        views(recipe.views()),
        penalties(recipe.penalties()),
        corrections(recipe.corrections()),
        alpha.map(AscentImageOptions::skip).orElse(recipe.skip()));
  }

  private Parametrisation parametrisation(Param kind) {
    return switch (kind) {
      case PIXEL -> new Pixels();
      case FOURIER -> new Fourier(decay);
      case LAPLACIAN -> new LaplacianPyramid(LEVELS);
      case MACO -> new FixedMagnitude(decay, 1);
    };
  }

  private ViewChain views(ViewChain recipe) {
    ViewChain.Crops cut = crops.map(AscentImageOptions::crops).orElse(recipe.crops());
    return new ViewChain(
        transforms.map(Transform::parse).orElse(recipe.transforms()),
        beyond.orElse(recipe.beyond()),
        cut);
  }

  private List<Penalty.Weighted> penalties(List<Penalty.Weighted> recipe) {
    List<Penalty.Weighted> all = new ArrayList<>();
    for (Penalty p : Penalty.values()) {
      Optional<Double> given =
          switch (p) {
            case L1 -> l1;
            case L2 -> l2;
            case TV -> tv;
            case BOUNDARY -> boundary;
          };
      double weight =
          given.orElse(
              recipe.stream()
                  .filter(w -> w.penalty() == p)
                  .mapToDouble(Penalty.Weighted::weight)
                  .sum());
      if (weight != 0) {
        all.add(new Penalty.Weighted(p, weight));
      }
    }
    return all;
  }

  private List<Correction> corrections(List<Correction> recipe) {
    List<Correction> all = new ArrayList<>(recipe);
    pixelDecay.ifPresent(
        d -> replace(all, Correction.Decay.class, Optional.of(new Correction.Decay(d))));
    clipNorm.ifPresent(
        p -> replace(all, Correction.ClipNorm.class, Optional.of(new Correction.ClipNorm(p))));
    clamp.ifPresent(
        on ->
            replace(
                all,
                Correction.Clamp.class,
                on ? Optional.of(new Correction.Clamp()) : Optional.empty()));
    blur.ifPresent(b -> replace(all, Correction.BlurEvery.class, blur(b)));
    return all;
  }

  private static void replace(
      List<Correction> all, Class<? extends Correction> kind, Optional<Correction> by) {
    all.removeIf(kind::isInstance);
    by.ifPresent(all::add);
  }

  private static Optional<Correction> blur(String text) {
    if (text.equals("none")) {
      return Optional.empty();
    }
    double[] parts = numbers("--blur", text);
    int every = parts.length > 1 ? (int) parts[1] : 1;
    return Optional.of(new Correction.BlurEvery(new Blur(parts[0]), every));
  }

  private static ViewChain.Crops crops(String text) {
    if (text.matches("\\d{1,4}")) {
      ViewChain.Crops usual = Recipe.MACO.options().views().crops();
      return new ViewChain.Crops(Integer.parseInt(text), usual.first(), usual.last());
    }
    int colon = text.indexOf(':');
    if (colon < 1 || !text.substring(0, colon).matches("\\d{1,4}")) {
      throw new IllegalArgumentException("--crops: N or N:A:B, got '" + text + "'");
    }
    double[] shares = numbers("--crops", text.substring(colon + 1));
    int count = Integer.parseInt(text.substring(0, colon));
    return new ViewChain.Crops(count, shares[0], shares[shares.length - 1]);
  }

  private static SkipScale skip(String text) {
    double[] parts = numbers("--skip-alpha", text);
    return new SkipScale(parts[0], parts[parts.length - 1]);
  }

  private static double[] numbers(String option, String text) {
    try {
      String[] parts = text.split(":");
      double first = Double.parseDouble(parts[0]);
      if (parts.length == 1) {
        return new double[] {first};
      }
      if (parts.length == 2) {
        return new double[] {first, Double.parseDouble(parts[1])};
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": numbers A or A:B, got '" + text + "'", e);
    }
    throw new IllegalArgumentException(option + ": numbers A or A:B, got '" + text + "'");
  }
}
