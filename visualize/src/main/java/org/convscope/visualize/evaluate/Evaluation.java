package org.convscope.visualize.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.visualize.attribute.Attribution;
import org.convscope.visualize.attribute.AttributionOptions;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.attribute.Subject;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.trust.Explainer;
import org.convscope.visualize.trust.Trust;
import org.convscope.visualize.trust.TrustOptions;

/**
 * Measures methods over images, each image on a thread of its own; the class explained is the most
 * probable one. The results do not depend on the number of threads.
 *
 * @param network the classifier
 * @param lanes one single-threaded kernel set per thread
 * @param images what to explain
 * @param options what to measure
 */
public record Evaluation(
    Network network, List<Kernels> lanes, MarkedImages images, Options options) {

  /**
   * What to measure.
   *
   * @param methods the methods
   * @param attribution their options
   * @param effort of the measures
   * @param stable on how many images, from the first on, sensitivity and randomisation are measured
   * @param kind which number of the class the methods explain
   */
  public record Options(
      List<Method> methods,
      AttributionOptions attribution,
      TrustOptions effort,
      int stable,
      ClassScore.Kind kind) {
    public Options {
      methods = List.copyOf(methods);
    }
  }

  /** One map: its measures, its relative completeness gap and how long it took. */
  private record Cell(Trust trust, OptionalDouble gap, double milliseconds) {}

  /**
   * One row per method, after a first row of what maps that know nothing get.
   *
   * @param done told the name of each method that is done with an image, from any thread
   */
  public List<Row> run(Consumer<String> done) {
    int count = images.names().size();
    Cell[][] cells = new Cell[count][];
    AtomicInteger next = new AtomicInteger();
    try (Workers workers = Workers.of(Math.min(lanes.size(), count))) {
      workers.forEach(
          workers.threads(),
          lane -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              cells[i] = image(lanes.get(lane), i, done);
            }
          });
    }
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "chance", means(cells, 0, m -> m::chance), OptionalDouble.empty(), Optional.empty()));
    for (int m = 0; m < options.methods().size(); m++) {
      int method = m;
      OptionalDouble gap = mean(Arrays.stream(cells).map(c -> c[method].gap()).toList());
      double time = Arrays.stream(cells).mapToDouble(c -> c[method].milliseconds()).sum() / count;
      rows.add(
          new Row(
              options.methods().get(m).toString(),
              means(cells, m, measure -> measure::of),
              gap,
              Optional.of(time)));
    }
    return rows;
  }

  private Cell[] image(Kernels kernels, int index, Consumer<String> done) {
    Subject subject = subject(kernels, images.input(index));
    Trust.Known known = Trust.Known.of(subject, images.object(index), options.effort());
    Cell[] cells = new Cell[options.methods().size()];
    for (int m = 0; m < cells.length; m++) {
      Method method = options.methods().get(m);
      long start = System.nanoTime();
      Attribution a = method.explain(subject, options.attribution());
      double milliseconds = (System.nanoTime() - start) / 1e6;
      Trust trust = Trust.of(subject, a.map(), known, options.effort());
      if (index < options.stable()) {
        Explainer explainer = s -> method.explain(s, options.attribution()).map();
        trust = trust.withStability(subject, a.map(), explainer, options.effort());
      }
      cells[m] = new Cell(trust, gap(a), milliseconds);
      done.accept(method.toString());
    }
    return cells;
  }

  private Subject subject(Kernels kernels, Tensor image) {
    String value = ClassScores.of(network).value();
    Map<String, Tensor> given = Map.of(network.input().name(), image);
    float[] logits = network.run(kernels, given, Request.taps(value)).value(value).floats();
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return new Subject(network, kernels, image, new ClassScore(value, best, options.kind()));
  }

  private static OptionalDouble gap(Attribution a) {
    Object gap = a.facts().get("completeness_gap");
    Object difference = a.facts().get("score_difference");
    return gap instanceof Double g && difference instanceof Double d && d != 0
        ? OptionalDouble.of(g / Math.abs(d))
        : OptionalDouble.empty();
  }

  private static Map<Measure, OptionalDouble> means(
      Cell[][] cells, int method, Function<Measure, Function<Trust, OptionalDouble>> value) {
    Map<Measure, OptionalDouble> means = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      Function<Trust, OptionalDouble> of = value.apply(measure);
      means.put(measure, mean(Arrays.stream(cells).map(c -> of.apply(c[method].trust())).toList()));
    }
    return means;
  }

  private static OptionalDouble mean(List<OptionalDouble> values) {
    return values.stream()
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }
}
