package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.engine.Tensor;
import org.convscope.visualize.ascend.AscentOptions;
import org.convscope.visualize.ascend.Recipe;
import org.convscope.visualize.ascend.Subject;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.Examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code visualize dream}: a photograph with more of whatever a layer sees in it. */
@Command(
    name = "dream",
    description = {
      "Shows more of whatever a layer sees in a photograph, from coarse to fine (DeepDream):",
      "'visualize ascend' with --recipe dream, 4 octaves, the whole layer as its target, and the",
      "photograph --start, or a drawn image, to start from."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize dream --layer 3 --out dream.png",
      "  visualize dream --start lake.jpg --model squeezenet1_1.onnx --layer features.9 --out lake"
    })
final class DreamCommand implements Callable<Integer> {
  private static final int OCTAVES = 4;

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private AscentTargets targets;
  @Mixin private AscentImageOptions image;
  @Mixin private AscentRunOptions run;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    AscentOptions options = common.checked(() -> image.over(Recipe.DREAM.options()));
    if (!targets.areGiven()) {
      throw common.wrongUse("dream: needs the layer to dream, --layer L");
    }
    Path target = output.target("dream");
    AscentRunner.Kind kind = AscentRunner.Kind.of(target);
    common.check(() -> run.requireRoom(kind == AscentRunner.Kind.FOLDER));
    try (Output out =
        kind == AscentRunner.Kind.FOLDER
            ? Output.folder(target, common.force())
            : Output.file(target, common.force())) {
      AscentRunner runner = new AscentRunner(common, models, run, preparation);
      List<Subject> subjects = common.checked(() -> runner.subjects(targets));
      Optional<Tensor> drawn = Optional.of(runner.drawn());
      String title = "dream of " + subjects.get(0).caption() + " of " + runner.network().name();
      var page = new AscentRunner.Page(title, AscentRunner.settings(options), Examples.NONE);
      var climbs = new AscentRunner.Climbs(subjects, options, OCTAVES, drawn);
      return runner.run(climbs, page, out, kind);
    }
  }
}
