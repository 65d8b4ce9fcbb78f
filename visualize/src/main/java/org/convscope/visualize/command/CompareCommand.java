package org.convscope.visualize.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.AttributionReport;
import org.convscope.visualize.report.ExplainedClass;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code visualize compare}: methods side by side. */
@Command(
    name = "compare",
    description = {
      "Draws the maps of several attribution methods, for several classes, side by side over the",
      "photograph as one picture (default: all methods but RISE, the two most probable classes)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize compare --method gradcam,ig,lrp-zplus,deconvnet",
      "  visualize compare zoo.jpg --model squeezenet1_1.onnx --class 388 --class 282 --out zoo.png"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int CLASSES = 2;

  @Mixin private PictureOptions pictures;
  @Mixin private MethodOptions methods;
  @Mixin private ClassOptions classes;
  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    List<Method> chosen =
        methods.methods(List.of(Method.values()).stream().filter(m -> m != Method.RISE).toList());
    try (Output out = output.file("comparison.png", common.force())) {
      LoadedModel model = models.load(common.seed());
      PictureOptions.Picture picture = pictures.of(model.network(), preparation, common.seed());
      Explanations explanations =
          new Explanations(
              model.network(),
              common.kernels(),
              picture,
              chosen,
              methods.options(model.network(), models, preparation, common.seed()));
      List<ClassScore> scores = scores(model.network(), explanations.logits());
      List<ExplainedClass> explained;
      try (Progress progress =
          Progress.of("Explaining", "maps", (long) chosen.size() * scores.size(), common.quiet())) {
        explained = explanations.of(scores, classes.names(model.network()), false, progress);
      }
      AttributionReport report =
          new AttributionReport(
              models.provenance(model, common.seed()),
              picture.name(),
              picture.picture(),
              explained);
      out.write(report.png());
      out.commit();
      common.print(common.json() ? Json.text(report.json()) : out.target().toString());
    }
    return ExitCode.OK;
  }

  /** The named classes, or the most probable ones. */
  private List<ClassScore> scores(Network network, Tensor logits) throws IOException {
    if (classes.areGiven()) {
      return classes.scores(network, logits);
    }
    float[] values = logits.floats();
    String value = ClassScores.of(network).value();
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((a, b) -> Float.compare(values[b], values[a]))
        .limit(CLASSES)
        .map(i -> new ClassScore(value, i, classes.kind()))
        .toList();
  }
}
