package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.convscope.engine.Workers;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.Json;
import org.convscope.visualize.synthesize.Synthesis;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize synthesize}: images of the synthetic set as files. */
@Command(
    name = "synthesize",
    description = {
      "Draws labelled images: shapes, textures and simple figures on cluttered backgrounds.",
      "",
      "Writes images/CLASS/N.png, masks/CLASS/N.png (255 on the object), parts.json (the boxes of"
          + " named parts) and contact-sheet.png. The folder images can be trained on."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  visualize synthesize --out drawn --count 320 --classes face,house"
    })
final class SynthesizeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the images; it must be new or empty, or --force given.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of images, spread evenly over the classes (default: ${DEFAULT-VALUE}).")
  private int count = 320;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Height and width of the images, at least 32 (default: ${DEFAULT-VALUE}).")
  private int size = 96;

  @Option(
      names = "--split",
      description = "Which images: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Split split = Split.TRAIN;

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "NAME",
      description = "Classes to draw: ${COMPLETION-CANDIDATES} (default: all).")
  private List<SyntheticClass> classes = Arrays.asList(SyntheticClass.values());

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw common.wrongUse("--count: at least 1 is needed, got " + count);
    }
    SyntheticSet set = set();
    try (Output folder = Output.folder(out, common.force());
        Workers workers = Workers.of(common.threads());
        Progress progress = Progress.of("Drawing", "images", count, common.quiet())) {
      Synthesis.write(set, count, folder, workers, index -> progress.step());
      folder.commit();
      report(folder.target());
    }
    return ExitCode.OK;
  }

  private SyntheticSet set() {
    try {
      return new SyntheticSet(size, common.seed(), split, classes);
    } catch (IllegalArgumentException e) {
      throw common.wrongUse(e.getMessage());
    }
  }

  private void report(Path target) {
    if (!common.json()) {
      common.print(target.toString());
      return;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("folder", target.toString());
    result.put("images", count);
    result.put("size", size);
    result.put("seed", common.seed());
    result.put("split", split.name());
    result.put("classes", classes.stream().map(SyntheticClass::label).toList());
    common.print(Json.text(result));
  }
}
