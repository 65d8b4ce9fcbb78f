package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which classes a command looks at, and which number of them. */
final class ClassOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = {
        "A class: its number, its name, or a pattern that fits one name; can be given several",
        "times (default: the most probable one)."
      })
  private List<String> wanted = List.of();

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Class names, one per line, where the model does not hold them.")
  private Optional<Path> names = Optional.empty();

  @Option(
      names = "--score",
      paramLabel = "logit|probability",
      defaultValue = "logit",
      description = "Before or after the softmax (default: ${DEFAULT-VALUE}).")
  private ClassScore.Kind kind;

  /** True if classes were named. */
  boolean areGiven() {
    return !wanted.isEmpty();
  }

  /** The names of a network's classes. */
  ClassNames names(Network network) throws IOException {
    return ClassNames.of(names, network);
  }

  /**
   * The scores of the named classes, or of the most probable one; wrong use if there is no such
   * class.
   *
   * @param logits of one image, [1×classes], as {@link ClassScores#value} says
   */
  List<ClassScore> scores(Network network, Tensor logits) throws IOException {
    return scores(network, logits, 1);
  }

  /** The same with as many of the most probable classes as {@code usual} where none is named. */
  List<ClassScore> scores(Network network, Tensor logits, int usual) throws IOException {
    String value = ClassScores.of(network).value();
    if (wanted.isEmpty()) {
      return strongest(logits).limit(usual).mapToObj(c -> new ClassScore(value, c, kind)).toList();
    }
    ClassNames known = names(network);
    int count = ClassScores.count(logits);
    try {
      return wanted.stream().map(w -> new ClassScore(value, known.index(w, count), kind)).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--class: " + e.getMessage(), e);
    }
  }

  /** All classes, the most probable first. */
  private static IntStream strongest(Tensor logits) {
    float[] values = logits.floats();
    return IntStream.range(0, ClassScores.count(logits))
        .boxed()
        .sorted((a, b) -> Float.compare(values[b], values[a]))
        .mapToInt(Integer::intValue);
  }
}
