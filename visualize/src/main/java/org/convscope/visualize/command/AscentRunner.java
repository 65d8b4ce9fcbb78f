package org.convscope.visualize.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.models.Shapes;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.visualize.ascend.AscentOptions;
import org.convscope.visualize.ascend.AscentResult;
import org.convscope.visualize.ascend.Field;
import org.convscope.visualize.ascend.Painter;
import org.convscope.visualize.ascend.Portrait;
import org.convscope.visualize.ascend.Subject;
import org.convscope.visualize.ascend.objective.Channel;
import org.convscope.visualize.ascend.objective.Look;
import org.convscope.visualize.ascend.objective.Objective;
import org.convscope.visualize.ascend.objective.WholeLayer;
import org.convscope.visualize.deconv.Lanes;
import org.convscope.visualize.image.DrawnPhotos;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.AscentReport;
import org.convscope.visualize.report.Examples;
import org.convscope.visualize.report.Json;
import org.convscope.visualize.report.Provenance;
import picocli.CommandLine.ExitCode;

/** Runs the ascents of a command and writes what came of them. */
final class AscentRunner {
  private static final int LEAST_DRAWN = 64;

  private final CommonOptions common;
  private final ModelOptions models;
  private final AscentRunOptions run;
  private final LoadedModel model;
  private final Preprocessing preprocessing;
  private final Kernels kernels;
  private final Shape image;
  private final Map<String, Shape> shapes;

  AscentRunner(
      CommonOptions common,
      ModelOptions models,
      AscentRunOptions run,
      PreparationOptions preparation)
      throws IOException {
    this.common = common;
    this.models = models;
    this.run = run;
    LoadedModel loaded = models.load(common.seed());
    this.model = run.isDouble() ? inDouble(loaded) : loaded;
    this.preprocessing = preparation.of(model.network());
    this.kernels = common.kernels();
    this.image =
        Shape.of(1, preprocessing.mean().size(), preprocessing.height(), preprocessing.width());
    this.shapes = Shapes.of(kernels, Field.anySize(model.network()), image);
  }

  private static LoadedModel inDouble(LoadedModel loaded) {
    Map<String, Tensor> wide = new LinkedHashMap<>();
    loaded
        .network()
        .parameters()
        .forEach(
            (name, t) -> {
              if (t.type() == DType.FLOAT) {
                wide.put(name, t.cast(DType.DOUBLE));
              }
            });
    return new LoadedModel(loaded.network().withParameters(wide), loaded.origin(), loaded.sha256());
  }

  Network network() {
    return model.network();
  }

  /** The setting in which targets are understood. */
  private AscentTargets.Setting setting() {
    return new AscentTargets.Setting(
        model.network(), models, shapes, this::photograph, this::value, start().isEmpty());
  }

  /** What a command's targets mean for this network. */
  List<Subject> subjects(AscentTargets targets) {
    try {
      return targets.of(setting());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A drawn image in place of a photograph. */
  Tensor drawn() {
    int edge = Math.max(LEAST_DRAWN, Math.max(preprocessing.height(), preprocessing.width()));
    SyntheticSet set = new SyntheticSet(edge, common.seed(), Split.TEST);
    return new DrawnPhotos(set, 1, preprocessing).input(0);
  }

  private Tensor photograph(Path file) {
    try {
      return Preparation.input(
          Preparation.fit(PhotoReader.read(file), preprocessing), preprocessing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Tensor value(Tensor input, String value) {
    Map<String, Tensor> given = Map.of(model.network().input().name(), input);
    return model.network().run(kernels, given, Request.taps(value)).value(value);
  }

  private Optional<Tensor> start() {
    if (run.photo().isPresent()) {
      return run.photo().map(this::photograph);
    }
    return run.input()
        .map(
            file -> {
              try {
                Tensor x = Npy.read(file).cast(run.isDouble() ? DType.DOUBLE : DType.FLOAT);
                if (x.shape().rank() != 4 || !x.shape().with(0, 1).equals(image)) {
                  throw common.wrongUse(
                      "--input: an input %s is needed, got %s".formatted(image, x.shape()));
                }
                return x;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private Objective first(String text) {
    int colon = text.lastIndexOf(':');
    boolean unit = colon > 0 && text.substring(colon + 1).matches("\\d+");
    Layer layer = models.layer(model.network(), unit ? text.substring(0, colon) : text);
    Look look = Look.at(layer.value());
    return unit
        ? new Channel(look, Integer.parseInt(text.substring(colon + 1)))
        : new WholeLayer(look);
  }

  /**
   * What is to be climbed.
   *
   * @param octaves sizes, where the command line does not say
   * @param fallback an image to start from, where the command line names none
   */
  record Climbs(
      List<Subject> subjects, AscentOptions options, int octaves, Optional<Tensor> fallback) {}

  /** Climbs for all subjects and starts; those that were not begun when it ended are left out. */
  private List<Portrait> paint(Climbs climbs, Interruption interruption) {
    Painter.Plan plan =
        new Painter.Plan(
            climbs.options(),
            common.checked(() -> run.octaves(climbs.octaves())),
            run.first().stream().map(this::first).toList(),
            start().or(climbs::fallback),
            common.checked(run::snapshots),
            !run.moving().isEmpty());
    Painter painter = new Painter(model.network(), preprocessing, plan, image);
    int starts = common.checked(run::starts);
    int count = climbs.subjects().size() * starts;
    Portrait[] done = new Portrait[count];
    Optional<Long> end = common.checked(run::budget).map(b -> System.nanoTime() + b);
    Supplier<Boolean> mayGoOn =
        () -> !interruption.isWished() && end.map(e -> System.nanoTime() < e).orElse(true);
    try (Progress progress =
        Progress.of("ascend", "steps", (long) count * plan.steps(), common.quiet())) {
      Supplier<Boolean> goOn =
          () -> {
            progress.step();
            return mayGoOn.get();
          };
      List<Kernels> lanes = count == 1 ? List.of(kernels) : common.lanes();
      Lanes.forEach(
          lanes,
          count,
          (lane, i) -> {
            if (i == 0 || mayGoOn.get()) {
              CounterRandom random =
                  CounterRandom.of(common.seed()).stream("ascend").stream(i % starts);
              Subject subject = climbs.subjects().get(i / starts);
              done[i] = painter.paint(subject, i % starts, lane, random, goOn);
            }
          });
    }
    List<Portrait> begun = Stream.of(done).filter(Objects::nonNull).toList();
    remarkOnTheEnd(begun, count);
    return begun;
  }

  private void remarkOnTheEnd(List<Portrait> begun, int count) {
    long stopped =
        begun.stream()
            .filter(p -> p.result().start().state() != AscentResult.Start.State.DEAD)
            .filter(p -> p.result().stopped())
            .count();
    if (stopped > 0 || begun.size() < count) {
      common.remark(
          "stopped: %d of %d images are finished, %d show their best step so far, %d were not begun"
              .formatted(begun.size() - stopped, count, stopped, count - begun.size()));
    }
  }

  /** What is to be drawn beside the subjects' images. */
  Examples examples(List<Subject> subjects, ExampleOptions options) throws IOException {
    Network any = Field.anySize(model.network());
    return options.of(new ExampleOptions.Setting(any, preprocessing, shapes), subjects, common);
  }

  /**
   * What goes with the images.
   *
   * @param settings how they were made, for the JSON file
   * @param examples what is drawn beside them
   */
  record Page(String title, Map<String, Object> settings, Examples examples) {}

  /** Climbs, writes what came of it, also after Ctrl-C, and gives the command's exit code. */
  int run(Climbs climbs, Page page, Output out, Kind kind) throws IOException {
    try (Interruption interruption = new Interruption()) {
      write(paint(climbs, interruption), page, out, kind);
      return interruption.isWished() ? Interruption.EXIT_CODE : ExitCode.OK;
    }
  }

  /** Writes the result and says where it is. */
  private void write(List<Portrait> portraits, Page page, Output out, Kind kind)
      throws IOException {
    Provenance provenance = models.provenance(model, common.seed());
    AscentReport report =
        new AscentReport(provenance, page.title(), preprocessing, page.settings())
            .beside(page.examples());
    Map<String, Object> json =
        switch (kind) {
          case PICTURE -> {
            out.write(report.png(portraits));
            yield report.summary(portraits);
          }
          case NUMBERS -> {
            out.write(Npy.bytes(portraits.get(0).result().image()));
            yield report.summary(portraits);
          }
          case FOLDER -> report.write(portraits, run.moving(), out);
        };
    out.commit();
    portraits.forEach(this::remarkOn);
    if (common.json()) {
      common.print(Json.text(json));
      return;
    }
    for (Portrait p : portraits) {
      StringBuilder line = new StringBuilder(p.subject().caption());
      line.append("  score %.5g".formatted(p.result().score()));
      p.probability().ifPresent(v -> line.append("  probability %.4f".formatted(v)));
      p.highFrequencies().ifPresent(v -> line.append("  high-frequency energy %.4f".formatted(v)));
      common.print(line.toString());
    }
    common.print(out.target().toString());
  }

  private void remarkOn(Portrait p) {
    String what = p.subject().caption();
    AscentResult.Start start = p.result().start();
    switch (start.state()) {
      case ALIVE -> {}
      case WOKEN ->
          common.remark(
              "%s: its gradient was zero at %d steps, which went back with redirected ReLUs%s"
                  .formatted(
                      what,
                      start.redirected(),
                      start.tried() > 1 ? "; start " + start.tried() + " has woken it" : ""));
      case ASLEEP ->
          common.remark(
              what
                  + ": its gradient was zero at all steps; more --steps may wake it, or it is dead");
      case DEAD ->
          common.remark(
              "%s: dead; its gradient stayed zero from %d starts over %d redirected steps"
                  .formatted(what, start.tried(), start.redirected()));
    }
    p.shares()
        .forEach(
            s ->
                common.remark(
                    "%s: %.0f %% of the gradient over the branch, %.0f %% over the shortcut"
                        .formatted(s.block().node(), 100 * s.share(), 100 - 100 * s.share())));
  }

  /** What is written. */
  enum Kind {
    PICTURE,
    NUMBERS,
    FOLDER;

    static Kind of(Path target) {
      String name = target.toString();
      return name.endsWith(".png") ? PICTURE : name.endsWith(".npy") ? NUMBERS : FOLDER;
    }
  }

  /** How it was done, for the JSON file. */
  static Map<String, Object> settings(AscentOptions o) {
    Map<String, Object> s = new LinkedHashMap<>();
    s.put("parametrisation", o.image().parametrisation().toString());
    s.put("colour", o.image().colour().name().toLowerCase(java.util.Locale.ROOT));
    s.put(
        "start",
        "std "
            + o.image().deviation()
            + (o.image().naturalStart() ? ", natural" : ", independent"));
    s.put("steps", o.climb().toString());
    List<String> views = new ArrayList<>();
    o.views().transforms().forEach(t -> views.add(t.toString()));
    s.put("views", views);
    s.put("crops", o.views().crops().count());
    s.put("penalties", o.penalties().stream().map(p -> p.penalty() + " " + p.weight()).toList());
    s.put("corrections", o.corrections().stream().map(Object::toString).toList());
    s.put("skip alpha", List.of(o.skip().first(), o.skip().last()));
    return s;
  }
}
