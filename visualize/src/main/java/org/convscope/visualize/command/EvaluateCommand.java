package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.attribute.AttributionOptions;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.evaluate.Chart;
import org.convscope.visualize.evaluate.DrawnImages;
import org.convscope.visualize.evaluate.Evaluation;
import org.convscope.visualize.evaluate.MarkedFolder;
import org.convscope.visualize.evaluate.MarkedImages;
import org.convscope.visualize.evaluate.Row;
import org.convscope.visualize.evaluate.Table;
import org.convscope.visualize.image.DrawnPhotos;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.Json;
import org.convscope.visualize.report.Provenance;
import org.convscope.visualize.trust.TrustOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize evaluate}: how far attribution methods can be trusted. */
@Command(
    name = "evaluate",
    description = {
      "Measures attribution methods over many images whose objects are known, and writes one table:",
      "evaluation.txt, .csv, .json and a chart, evaluation.png (default: all methods, drawn images)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize evaluate --images 64",
      "  visualize evaluate --model squeezenet1_1.onnx --folder photos --methods ig,gradcam"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private MethodOptions methods;
  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many drawn images (default: ${DEFAULT-VALUE}).")
  private int count = 32;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = {
        "Images in place of drawn ones: a folder with parts.json, as synthesize writes it, or with",
        "photographs NAME.jpg and their masks NAME.mask.png, bright on the object."
      })
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--stability",
      paramLabel = "N",
      description = {
        "On how many of the images sensitivity and randomised networks are measured, which takes",
        "some 20 maps per map (default: ${DEFAULT-VALUE})."
      })
  private int stable = 4;

  @Option(
      names = "--score",
      paramLabel = "logit|probability",
      defaultValue = "logit",
      description = "Which number of the class the methods explain (default: ${DEFAULT-VALUE}).")
  private ClassScore.Kind kind;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || stable < 0) {
      throw common.wrongUse(
          "--images, --stability: at least 1 and 0 are needed, got %d and %d"
              .formatted(count, stable));
    }
    List<Method> chosen = methods.methods(List.of(Method.values()));
    try (Output out = output.folder("evaluation", common.force())) {
      LoadedModel model = models.load(common.seed());
      MarkedImages images = images(preparation.of(model.network()));
      AttributionOptions attribution =
          methods.options(model.network(), models, preparation, common.seed());
      Evaluation.Options options =
          new Evaluation.Options(
              chosen,
              attribution,
              TrustOptions.usual(attribution.baseline(), common.seed()),
              stable,
              kind);
      Evaluation evaluation = new Evaluation(model.network(), common.lanes(), images, options);
      Table table = new Table(run(evaluation, (long) images.names().size() * chosen.size()));
      write(out, models.provenance(model, common.seed()), table, images.names().size());
    }
    return ExitCode.OK;
  }

  private MarkedImages images(Preprocessing p) throws IOException {
    if (folder.isPresent()) {
      return MarkedFolder.of(folder.get(), p);
    }
    return new DrawnImages(DrawnPhotos.tests(common.seed(), count, p));
  }

  private List<Row> run(Evaluation evaluation, long maps) {
    try (Progress progress = Progress.of("Evaluating", "maps", maps, common.quiet())) {
      return evaluation.run(progress::step);
    }
  }

  private void write(Output out, Provenance provenance, Table table, int images)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>(provenance.entries());
    json.put("images", images);
    json.put("stability_images", Math.min(stable, images));
    json.put("score", kind.name().toLowerCase(Locale.ROOT));
    json.put("rows", table.entries());
    String title = "%d images, %s".formatted(images, provenance.network());
    out.write("evaluation.txt", table.text().getBytes(StandardCharsets.UTF_8));
    out.write("evaluation.csv", table.csv().getBytes(StandardCharsets.UTF_8));
    out.write("evaluation.json", Json.text(json).getBytes(StandardCharsets.UTF_8));
    out.write("evaluation.png", provenance.png(Chart.of(title, table), title));
    out.commit();
    if (common.json()) {
      common.print(Json.text(json));
    } else {
      common.print(table.text() + out.target());
    }
  }
}
