package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.visualize.ascend.AscentOptions;
import org.convscope.visualize.ascend.Recipe;
import org.convscope.visualize.ascend.Subject;
import org.convscope.visualize.ascend.view.Transform;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.Examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize ascend}: images that raise a class, a unit or a layer. */
@Command(
    name = "ascend",
    description = {
      "Makes an image that raises a class, a feature map, a unit, a layer or a direction, by",
      "gradient ascent. --out NAME.png writes the picture alone, NAME.npy the raw numbers alone;",
      "any other --out is a folder with all: picture, numbers, snapshots, scores."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize ascend --layer 4 --units 0-15 --out maps.png",
      "  visualize ascend --model squeezenet1_1.onnx --class tarantula --out tarantula",
      "  visualize ascend --model squeezenet1_1.onnx --layer features.7 --unit 0-15 --images photos"
    })
final class AscendCommand implements Callable<Integer> {
  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private AscentTargets targets;
  @Mixin private AscentImageOptions image;
  @Mixin private AscentRunOptions run;
  @Mixin private ExampleOptions examples;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "lucid",
      description = {
        "Where to start from: lucid, cs231n, yosinski, maco or dream; every other option changes",
        "one thing of it (default: ${DEFAULT-VALUE})."
      })
  private Recipe recipe;

  /** The recipe; a photograph's activations have their places, so that views stay near. */
  private AscentOptions usual() {
    AscentOptions options = recipe.options();
    return recipe == Recipe.LUCID && targets.havePlaces()
        ? options.withTransforms(Transform.STEADY)
        : options;
  }

  @Override
  public Integer call() throws IOException {
    AscentOptions options = common.checked(() -> image.over(usual()));
    if (!targets.areGiven()) {
      throw common.wrongUse("ascend: needs --class NAME, or --layer L with --unit C");
    }
    Path target = output.target("ascend");
    AscentRunner.Kind kind = AscentRunner.Kind.of(target);
    common.check(() -> run.requireRoom(kind == AscentRunner.Kind.FOLDER));
    try (Output out =
        kind == AscentRunner.Kind.FOLDER
            ? Output.folder(target, common.force())
            : Output.file(target, common.force())) {
      AscentRunner runner = new AscentRunner(common, models, run, preparation);
      List<Subject> subjects = common.checked(() -> runner.subjects(targets));
      Examples found = runner.examples(subjects, examples);
      String title =
          subjects.size() == 1
              ? subjects.get(0).caption() + " of " + runner.network().name()
              : runner.network().name() + ", " + recipe;
      var page = new AscentRunner.Page(title, AscentRunner.settings(options), found);
      var climbs = new AscentRunner.Climbs(subjects, options, 1, Optional.empty());
      return runner.run(climbs, page, out, kind);
    }
  }
}
