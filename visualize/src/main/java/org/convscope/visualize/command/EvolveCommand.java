package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.models.Layer;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.deconv.DeconvOptions;
import org.convscope.visualize.deconv.MapSelection;
import org.convscope.visualize.evolve.Evolution;
import org.convscope.visualize.evolve.Evolve;
import org.convscope.visualize.evolve.Stage;
import org.convscope.visualize.image.Photos;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.EvolveReport;
import org.convscope.visualize.report.Json;
import org.convscope.visualize.report.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code visualize evolve}: what feature maps look for in the course of a training. */
@Command(
    name = "evolve",
    description = {
      "Projects the strongest activation of feature maps down to the pixels at each checkpoint of a",
      "training, in one picture and as an animation (Zeiler and Fergus 2013, Fig. 4)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize train --data synthetic --epochs 8 --keep 1,2,4 --out run",
      "  visualize evolve --checkpoints run --layer 5",
      "  visualize evolve --checkpoints first.onnx,last.onnx --layer 3 --maps 0,3-8"
    })
final class EvolveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PreparationOptions preparation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--checkpoints",
      required = true,
      split = ",",
      paramLabel = "DIR|FILE",
      description = {
        "The networks, earliest first: a session of 'visualize train --keep', a folder of ONNX files",
        "in the order of their names, or the files."
      })
  private List<Path> checkpoints;

  @Option(
      names = "--layer",
      required = true,
      paramLabel = "LAYER",
      description = "A name or number of 'visualize layers'.")
  private String layerName;

  @Option(
      names = "--maps",
      paramLabel = "MAPS",
      defaultValue = "strongest:8",
      description = {
        "Feature maps, as in 0,3-8, or the strongest ones of the last checkpoint (default:",
        "${DEFAULT-VALUE})."
      })
  private String maps;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = {
        "Folder of photographs to search, with the folders below it (default: images that the",
        "program draws)."
      })
  private Optional<Path> images = Optional.empty();

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      defaultValue = "deconvnet",
      description = "How to go back: deconvnet, guided or gradient (default: ${DEFAULT-VALUE}).")
  private RuleOption rule;

  @Override
  public Integer call() throws IOException {
    MapSelection selection = common.checked(() -> MapSelection.parse(maps));
    try (Output out = output.folder("evolve-" + layerName, common.force())) {
      List<Stage> stages = Stage.of(checkpoints);
      List<Network> networks = new ArrayList<>();
      LoadedModel last = null;
      for (Stage s : stages) {
        last = LoadedModel.named(s.file().toString(), common.seed());
        networks.add(last.network());
      }
      Preprocessing p = preparation.of(last.network());
      Layer layer = common.checked(() -> layer(networks.get(networks.size() - 1)));
      Photos photos = SearchedPhotos.of(images, SearchedPhotos.DRAWN, p, common);
      DeconvOptions options =
          new DeconvSetting(layer, selection, 1, rule).of(last.network(), p, common);
      common.remark("layer " + layer.path() + ": " + layer.description());
      Evolution evolution = run(stages, networks, photos, options);
      EvolveReport report = new EvolveReport(provenance(last), layer, rule.toString(), p, photos);
      Map<String, Object> json = report.write(evolution, out);
      out.commit();
      common.print(
          common.json() ? Json.text(json) : out.target().resolve("evolution.png").toString());
    }
    return ExitCode.OK;
  }

  private Layer layer(Network network) {
    return new Layers(network).resolve(layerName);
  }

  private Evolution run(
      List<Stage> stages, List<Network> networks, Photos photos, DeconvOptions options) {
    long work = (long) networks.size() * photos.names().size();
    try (Progress progress = Progress.of("Searching", "photos", work, common.quiet())) {
      return new Evolve(common.lanes(), photos, options)
          .run(stages.stream().map(Stage::label).toList(), networks, i -> progress.step());
    }
  }

  private Provenance provenance(LoadedModel last) throws IOException {
    return new Provenance(
        Visualize.Version.number(),
        spec.root().commandLine().getParseResult().originalArgs(),
        last.origin(),
        last.sha256(),
        common.seed());
  }
}
