package org.convscope.visualize.command;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.convscope.models.Layer;
import org.convscope.models.NearMatches;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.attribute.AttributionOptions;
import org.convscope.visualize.attribute.IntegratedGradients;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.attribute.OcclusionMap;
import org.convscope.visualize.attribute.RelevancePropagation;
import org.convscope.visualize.attribute.Rise;
import org.convscope.visualize.attribute.SmoothGrad;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which attribution methods a command uses, and their options. */
final class MethodOptions {
  /** The colour of nothing. */
  enum Colour {
    MEAN,
    BLACK,
    GREY,
    WHITE
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"--method", "--methods"},
      split = ",",
      paramLabel = "METHOD",
      description = {
        "saliency, gradient-x-input, smoothgrad, ig, guided, deconvnet, gradcam, gradcam-pp,",
        "layercam, scorecam, guided-gradcam, lrp-epsilon, lrp-zplus, lrp-gamma, rise, occlusion, or",
        "all; several parted by commas, or given several times."
      })
  private List<String> names = List.of();

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description = {
        "The layer of class activation maps (default: the last feature maps before the head)."
      })
  private Optional<String> layer = Optional.empty();

  @Option(
      names = "--baseline",
      paramLabel = "COLOUR",
      defaultValue = "mean",
      description = {
        "What stands for nothing, in integrated gradients and behind masks: mean (0 after",
        "normalisation), black, grey or white (default: ${DEFAULT-VALUE})."
      })
  private Colour baseline;

  @Option(
      names = "--noise",
      paramLabel = "LEVEL",
      description = "SmoothGrad's noise, as a share of the input's range (default: 0.15).")
  private double noise = SmoothGrad.Options.USUAL.level();

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "SmoothGrad's noisy copies (default: 25).")
  private int samples = SmoothGrad.Options.USUAL.samples();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Points of integrated gradients (default: 50).")
  private int steps = IntegratedGradients.Options.USUAL.steps();

  @Option(
      names = "--quadrature",
      paramLabel = "gauss|midpoint",
      defaultValue = "gauss",
      description = "How integrated gradients are integrated (default: ${DEFAULT-VALUE}).")
  private IntegratedGradients.Quadrature quadrature;

  @Option(
      names = "--lrp-epsilon",
      paramLabel = "E",
      description = "LRP's epsilon, in root mean squares of a layer's output (default: 0.25).")
  private double epsilon = RelevancePropagation.Options.USUAL.epsilon();

  @Option(names = "--lrp-gamma", paramLabel = "G", description = "LRP's gamma (default: 0.25).")
  private double gamma = RelevancePropagation.Options.USUAL.gamma();

  @Option(names = "--masks", paramLabel = "N", description = "RISE's masks (default: 4000).")
  private int masks = Rise.Options.USUAL.masks();

  @Option(
      names = "--cells",
      paramLabel = "N",
      description = "Cells along a side of RISE's masks (default: 7).")
  private int cells = Rise.Options.USUAL.cells();

  @Option(
      names = "--visible",
      paramLabel = "P",
      description = "Probability that a cell of RISE's masks shows the image (default: 0.5).")
  private double visible = Rise.Options.USUAL.probability();

  @Option(
      names = "--square",
      paramLabel = "SHARE",
      description = "Side of occlusion's square, of the image's shorter side (default: 0.21).")
  private double square = OcclusionMap.Options.USUAL.share();

  /** The methods that were named, in that order, or the given ones. */
  List<Method> methods(List<Method> byDefault) {
    if (names.isEmpty()) {
      return byDefault;
    }
    if (names.contains("all")) {
      return List.of(Method.values());
    }
    Set<Method> seen = EnumSet.noneOf(Method.class);
    return names.stream().map(this::method).filter(seen::add).toList();
  }

  private Method method(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(Method.values())
        .filter(m -> m.toString().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                wrongUse(
                    "--method: no method is called '%s'; %s"
                        .formatted(
                            name,
                            NearMatches.hint(
                                wanted,
                                Arrays.stream(Method.values())
                                    .map(Method::toString)
                                    .collect(Collectors.toList())))));
  }

  /** The methods' options for a network. */
  AttributionOptions options(
      Network network, ModelOptions models, PreparationOptions preparation, long seed) {
    try {
      return new AttributionOptions(
          layer.map(l -> layer(models, network, l)),
          baseline(network, preparation),
          seed,
          new SmoothGrad.Options(noise, samples),
          new IntegratedGradients.Options(quadrature, steps),
          new RelevancePropagation.Options(epsilon, gamma),
          new Rise.Options(masks, cells, visible),
          new OcclusionMap.Options(square, OcclusionMap.Options.USUAL.steps()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static String layer(ModelOptions models, Network network, String address) {
    Layer found = models.layer(network, address);
    return found.value();
  }

  /** The colour in the network's own numbers, per channel. */
  private List<Float> baseline(Network network, PreparationOptions preparation) {
    if (baseline == Colour.MEAN) {
      int channels = network.input().dims().size() > 1 ? network.input().dims().get(1) : 3;
      return Collections.nCopies(Math.max(1, channels), 0f);
    }
    float level = baseline == Colour.BLACK ? 0 : baseline == Colour.WHITE ? 255 : 127.5f;
    Preprocessing p = preparation.of(network);
    float[] value = new float[p.mean().size()];
    p.normalise(new float[] {level, level, level}, 1, value, 0);
    Float[] boxed = new Float[value.length];
    Arrays.setAll(boxed, i -> value[i]);
    return List.of(boxed);
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
