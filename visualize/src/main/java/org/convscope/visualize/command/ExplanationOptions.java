package org.convscope.visualize.command;

import java.io.IOException;
import java.util.List;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.report.AttributionReport;
import org.convscope.visualize.report.ExplainedClass;
import picocli.CommandLine.Mixin;

/** What is explained, and how: an image, classes of a network, methods. */
final class ExplanationOptions {
  @Mixin private PictureOptions pictures;
  @Mixin private MethodOptions methods;
  @Mixin private ClassOptions classes;
  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;

  /**
   * Explains.
   *
   * @param usualMethods the methods where none is named
   * @param usualClasses how many of the most probable classes where none is named
   * @param trust whether each map is measured
   */
  AttributionReport report(
      List<Method> usualMethods, int usualClasses, boolean trust, CommonOptions common)
      throws IOException {
    List<Method> chosen = methods.methods(usualMethods);
    LoadedModel model = models.load(common.seed());
    PictureOptions.Picture picture = pictures.of(model.network(), preparation, common.seed());
    Explanations explanations =
        new Explanations(
            model.network(),
            common.kernels(),
            picture,
            chosen,
            methods.options(model.network(), models, preparation, common.seed()));
    List<ClassScore> scores = classes.scores(model.network(), explanations.logits(), usualClasses);
    long maps = (long) chosen.size() * scores.size();
    try (Progress progress = Progress.of("Explaining", "maps", maps, common.quiet())) {
      List<ExplainedClass> explained =
          explanations.of(scores, classes.names(model.network()), trust, progress);
      return new AttributionReport(
          models.provenance(model, common.seed()), picture.name(), picture.picture(), explained);
    }
  }
}
