package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.occlude.Fill;
import org.convscope.visualize.occlude.Occlusion;
import org.convscope.visualize.occlude.OcclusionOptions;
import org.convscope.visualize.occlude.OcclusionOptions.Evaluation;
import org.convscope.visualize.occlude.OcclusionResult;
import org.convscope.visualize.occlude.Square;
import org.convscope.visualize.occlude.WindowGrid;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.Json;
import org.convscope.visualize.report.OcclusionReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize occlude}: what a square over the image does to classes and a feature map. */
@Command(
    name = "occlude",
    description = {
      "Moves a square over an image and follows the probability of classes, the most probable class",
      "and the sum of a layer's strongest feature map (Zeiler and Fergus 2013, Fig. 7).",
      "--out NAME.png writes the picture alone; any other --out is a folder with picture and raw",
      "values."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize occlude",
      "  visualize occlude panda.jpg --model squeezenet1_1.onnx --size 48 --stride 8 --class panda",
      "  visualize occlude --input x.npy --model squeezenet1_1.onnx --size 32x64 --fill blur"
    })
final class OccludeCommand implements Callable<Integer> {
  /** Sides of a square of 48 pixels on an image of 224. */
  private static final double SHARE = 48 / 224.0;

  private static final int STEPS = 6;

  @Mixin private PictureOptions pictures;
  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private ClassOptions classes;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description = {
        "The layer whose strongest feature map is followed: a name or number of 'visualize layers'",
        "(default: the last convolution)."
      })
  private Optional<String> layerName = Optional.empty();

  @Option(
      names = "--size",
      paramLabel = "N|HxW",
      description = "Height and width of the square in pixels (default: 48 of 224).")
  private Optional<String> size = Optional.empty();

  @Option(
      names = "--stride",
      paramLabel = "N|HxW",
      description = "Pixels between neighbouring positions (default: a sixth of the size).")
  private Optional<String> stride = Optional.empty();

  @Option(
      names = "--fill",
      paramLabel = "FILL",
      defaultValue = "mean",
      description = {
        "What the square shows: mean (0 after normalisation), grey (127.5), black, blur (of the",
        "image), noise or #rrggbb (default: ${DEFAULT-VALUE})."
      })
  private String fill;

  @Option(
      names = "--edge",
      paramLabel = "inside|over",
      defaultValue = "INSIDE",
      description = {
        "Positions where the square lies fully inside of the image, or also those over its edge",
        "(default: inside)."
      })
  private WindowGrid.Edge edge;

  @Option(
      names = "--evaluation",
      paramLabel = "incremental|full",
      defaultValue = "INCREMENTAL",
      description = {
        "Compute only what the square changes, or everything anew at each position; the results are",
        "the same to rounding (default: incremental)."
      })
  private Evaluation evaluation;

  @Override
  public Integer call() throws IOException {
    Fill filled = common.checked(() -> Fill.parse(fill));
    boolean alone = output.target("occlude").toString().endsWith(".png");
    try (Output out =
        alone
            ? output.file("occlude.png", common.force())
            : output.folder("occlude", common.force())) {
      LoadedModel model = models.load(common.seed());
      Network network = model.network();
      Layer layer = layer(network);
      PictureOptions.Picture picture = pictures.of(network, preparation, common.seed());
      Optional<Preprocessing> p = preparation.known(network);
      Tensor x = picture.input();
      WindowGrid grid = grid(x);
      OcclusionOptions options =
          common.checked(
              () ->
                  new OcclusionOptions(
                      scores(network, x),
                      Optional.of(layer.value()),
                      grid,
                      filled.cover(x, p, common.seed()),
                      evaluation));
      OcclusionResult result = run(network, x, options);
      OcclusionReport report =
          new OcclusionReport(
              models.provenance(model, common.seed()),
              classes.names(network),
              layer,
              fill,
              new OcclusionReport.Subject(picture.name(), picture.picture(), p));
      Map<String, Object> json = report.entries(result);
      if (alone) {
        out.write(report.png(result));
      } else {
        report.write(result, json, out);
      }
      out.commit();
      tell(result, report, alone ? out.target() : out.target().resolve("occlude.png"), json);
    }
    return ExitCode.OK;
  }

  private Layer layer(Network network) {
    if (layerName.isPresent()) {
      return models.layer(network, layerName.get());
    }
    Layers layers = new Layers(network);
    int last = layers.all().stream().mapToInt(l -> layers.number(l).orElse(0)).max().orElse(0);
    return models.layer(network, Integer.toString(last));
  }

  private WindowGrid grid(Tensor x) {
    int height = x.shape().dim(2);
    int width = x.shape().dim(3);
    int side = Math.max(1, (int) Math.round(SHARE * Math.min(height, width)));
    int[] sides = pair("--size", size, new int[] {side, side});
    int[] steps =
        pair(
            "--stride",
            stride,
            new int[] {Math.max(1, sides[0] / STEPS), Math.max(1, sides[1] / STEPS)});
    return common.checked(
        () ->
            new WindowGrid(
                height, width, new Square(sides[0], sides[1], steps[0], steps[1]), edge));
  }

  private int[] pair(String option, Optional<String> text, int[] otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("\\d{1,6}(x\\d{1,6})?")) {
      throw common.wrongUse(
          option + ": N or HxW in pixels is needed, as in 48 or 32x64, got '" + text.get() + "'");
    }
    String[] parts = text.get().split("x");
    return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[parts.length - 1])};
  }

  private List<ClassScore> scores(Network network, Tensor x) {
    String value = ClassScores.of(network).value();
    Kernels kernels = common.lanes().get(0);
    Map<String, Tensor> given = Map.of(network.input().name(), x);
    Tensor logits = network.run(kernels, given, Request.taps(value)).value(value);
    try {
      return classes.scores(network, logits);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private OcclusionResult run(Network network, Tensor x, OcclusionOptions options) {
    int positions = options.grid().rows() * options.grid().columns();
    try (Progress progress = Progress.of("Occluding", "positions", positions, common.quiet())) {
      return Occlusion.run(network, common.lanes(), x, options, progress::at);
    }
  }

  private void tell(
      OcclusionResult result, OcclusionReport report, Path target, Map<String, Object> json) {
    if (common.json()) {
      common.print(Json.text(json));
    } else {
      report.summary(result).forEach(common::print);
      common.print(target.toString());
    }
  }
}
