package org.convscope.visualize.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.visualize.attribute.Attribution;
import org.convscope.visualize.attribute.AttributionOptions;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.attribute.Subject;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.report.ExplainedClass;
import org.convscope.visualize.report.Explanation;
import org.convscope.visualize.trust.Explainer;
import org.convscope.visualize.trust.Trust;
import org.convscope.visualize.trust.TrustOptions;

/**
 * Methods at work on one image.
 *
 * @param network the network
 * @param kernels to compute on
 * @param picture the image
 * @param methods which methods
 * @param options of the methods
 */
record Explanations(
    Network network,
    Kernels kernels,
    PictureOptions.Picture picture,
    List<Method> methods,
    AttributionOptions options) {

  /** The logits of the image, [1×classes]. */
  Tensor logits() {
    String value = ClassScores.of(network).value();
    Map<String, Tensor> given = Map.of(network.input().name(), picture.input());
    return network.run(kernels, given, Request.taps(value)).value(value);
  }

  /** All methods for all classes, told about each as it is done. */
  List<ExplainedClass> of(
      List<ClassScore> scores, ClassNames names, boolean trust, Progress progress) {
    float[] logits = logits().floats();
    double[] probabilities = ClassScores.probabilities(logits);
    List<ExplainedClass> classes = new ArrayList<>();
    for (ClassScore score : scores) {
      Subject subject = new Subject(network, kernels, picture.input(), score);
      TrustOptions effort = TrustOptions.usual(options.baseline(), options.seed());
      Optional<Trust.Known> known =
          trust ? Optional.of(Trust.Known.of(subject, picture.object(), effort)) : Optional.empty();
      List<Explanation> explanations = new ArrayList<>();
      for (Method method : methods) {
        Attribution a = method.explain(subject, options);
        Explainer explainer = s -> method.explain(s, options).map();
        Optional<Trust> measures =
            known.map(
                k ->
                    Trust.of(subject, a.map(), k, effort)
                        .withStability(subject, a.map(), explainer, effort));
        explanations.add(new Explanation(method, a, measures));
        progress.step(method.toString());
      }
      int i = score.index();
      classes.add(
          new ExplainedClass(score, names.name(i), logits[i], probabilities[i], explanations));
    }
    return classes;
  }
}
