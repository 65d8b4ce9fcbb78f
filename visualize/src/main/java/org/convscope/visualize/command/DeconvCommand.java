package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.models.Layer;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.deconv.DeconvOptions;
import org.convscope.visualize.deconv.Deconvnet;
import org.convscope.visualize.deconv.MapSelection;
import org.convscope.visualize.image.Photos;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.DeconvReport;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize deconv}: what excites a layer's feature maps, and what in it does so. */
@Command(
    name = "deconv",
    description = {
      "Finds the photographs that excite each feature map of a layer most and projects those",
      "activations down to the pixels (Zeiler and Fergus 2013)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize deconv --layer 5",
      "  visualize deconv --model squeezenet1_1.onnx --layer features.6 --images photos --out pictures",
      "  visualize deconv --model squeezenet1_1.onnx --layer features.12 --image panda.jpg"
    })
final class DeconvCommand implements Callable<Integer> {
  /** Where the photographs come from. */
  private static final class Source {
    @Option(
        names = "--images",
        paramLabel = "DIR",
        description = {
          "Folder of photographs to search, with the folders below it (default: images that the",
          "program draws)."
        })
    private Optional<Path> folder = Optional.empty();

    @Option(
        names = "--image",
        paramLabel = "FILE",
        description = "A single photograph: its strongest feature maps.")
    private Optional<Path> file = Optional.empty();
  }

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private Source source = new Source();

  @Option(
      names = "--layer",
      required = true,
      paramLabel = "LAYER",
      description = "A name or number of 'visualize layers'.")
  private String layerName;

  @Option(
      names = "--maps",
      paramLabel = "MAPS",
      defaultValue = "strongest:16",
      description = {
        "Feature maps, as in 0,3-8 or strongest:16 or all (default: ${DEFAULT-VALUE})."
      })
  private String maps;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "9",
      description = "Photographs per feature map (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      defaultValue = "deconvnet",
      description = "How to go back: deconvnet, guided or gradient (default: ${DEFAULT-VALUE}).")
  private RuleOption rule;

  @Override
  public Integer call() throws IOException {
    MapSelection selection = common.checked(() -> MapSelection.parse(maps));
    try (Output out = output.folder("deconv-" + layerName, common.force())) {
      LoadedModel model = models.load(common.seed());
      Layer layer = models.layer(model.network(), layerName);
      Preprocessing p = preparation.of(model.network());
      Photos photos =
          SearchedPhotos.of(source.file.or(() -> source.folder), SearchedPhotos.DRAWN, p, common);
      int photographs = source.file.isPresent() ? 1 : top;
      DeconvOptions options =
          new DeconvSetting(layer, selection, photographs, rule).of(model.network(), p, common);
      common.remark("layer " + layer.path() + ": " + layer.description());
      DeconvReport report =
          new DeconvReport(
              models.provenance(model, common.seed()),
              layer,
              rule.toString(),
              p,
              photos,
              common.lanes(),
              out);
      run(model.network(), photos, options, report);
      Map<String, Object> json = report.finish();
      out.commit();
      tell(report.skipped(), photos, out.target(), json);
    }
    return ExitCode.OK;
  }

  private void run(Network network, Photos photos, DeconvOptions options, DeconvReport report) {
    try (Progress progress =
        Progress.of("Searching", "photos", photos.names().size(), common.quiet())) {
      new Deconvnet(network, common.lanes(), photos, options)
          .run(i -> progress.step(), report::add);
    }
  }

  private void tell(List<String> skipped, Photos photos, Path target, Map<String, Object> json) {
    SearchedPhotos.remarkOnSkipped(skipped, photos, common);
    if (common.json()) {
      common.print(Json.text(json));
    } else {
      common.print(target.resolve("overview.png").toString());
    }
  }
}
