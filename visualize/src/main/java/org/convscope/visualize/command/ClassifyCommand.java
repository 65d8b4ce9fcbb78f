package org.convscope.visualize.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code visualize classify}: the most probable classes of photographs. */
@Command(
    name = "classify",
    description = "Prints the most probable classes of photographs.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  visualize classify panda.jpg --model squeezenet1_1.onnx --top 3"})
final class ClassifyCommand implements Callable<Integer> {
  /** A class of a photograph, as in the JSON result. */
  record Ranked(@JsonProperty("class") int index, String name, double probability, float logit) {}

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private CommonOptions common;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Photographs.")
  private List<Path> images;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "Classes per photograph (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Class names, one per line, where the model does not hold them.")
  private Optional<Path> classes = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw common.wrongUse("--top: at least 1 class is needed, got " + top);
    }
    LoadedModel model = models.load(common.seed());
    Network network = model.network();
    Preprocessing p = preparation.of(network);
    ClassNames names = ClassNames.of(classes, network);
    String value = ClassScores.of(network).value();
    List<Map<String, Object>> results = new ArrayList<>();
    Kernels kernels = common.kernels();
    for (Path image : images) {
      Tensor x = Preparation.input(Preparation.fit(PhotoReader.read(image), p), p);
      Map<String, Tensor> given = Map.of(network.input().name(), x);
      Tensor scores = network.run(kernels, given, Request.taps(value)).value(value);
      ClassScores.count(scores);
      List<Ranked> ranked = ranked(scores.floats(), names);
      results.add(Map.of("image", image.toString(), "top", ranked));
      if (!common.json()) {
        print(image, ranked);
      }
    }
    if (common.json()) {
      common.print(Json.text(results));
    }
    return ExitCode.OK;
  }

  private List<Ranked> ranked(float[] scores, ClassNames names) {
    double[] probabilities = ClassScores.probabilities(scores);
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
        .limit(top)
        .map(i -> new Ranked(i, names.name(i), probabilities[i], scores[i]))
        .toList();
  }

  private void print(Path image, List<Ranked> ranked) {
    common.print(image.toString());
    for (Ranked r : ranked) {
      common.print(
          "  %5.1f %%  %4d  %s  (logit %.3f)"
              .formatted(100 * r.probability(), r.index(), r.name(), r.logit()));
    }
  }
}
