package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Network;
import org.convscope.visualize.ascend.FeatureMap;
import org.convscope.visualize.ascend.Field;
import org.convscope.visualize.ascend.Subject;
import org.convscope.visualize.ascend.objective.Aligned;
import org.convscope.visualize.ascend.objective.Alignment;
import org.convscope.visualize.ascend.objective.Between;
import org.convscope.visualize.ascend.objective.Channel;
import org.convscope.visualize.ascend.objective.ClassTarget;
import org.convscope.visualize.ascend.objective.Direction;
import org.convscope.visualize.ascend.objective.Inversion;
import org.convscope.visualize.ascend.objective.Look;
import org.convscope.visualize.ascend.objective.Objective;
import org.convscope.visualize.ascend.objective.WholeLayer;
import org.convscope.visualize.ascend.residual.ResidualBlock;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What ascent raises. */
final class AscentTargets {
  /** Where in a residual block. */
  enum Place {
    STREAM,
    BRANCH
  }

  /** How much neighbours' unlikeness counts in a series. */
  private static final double LIKENESS = 0.1;

  @Mixin private ClassOptions classes;

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description = "A name or number of 'visualize layers'; without a unit, the whole layer.")
  private Optional<String> layerName = Optional.empty();

  @Option(
      names = "--unit",
      paramLabel = "C[,y,x]",
      description = {
        "A feature map of the layer, or a position of it, or maps in a range as in 0-15; can be",
        "given several times: all on one sheet."
      })
  private List<String> units = List.of();

  @Option(
      names = "--units",
      paramLabel = "LIST",
      description = "Feature maps on one sheet, as in 0,3,5 or 0-15.")
  private Optional<String> list = Optional.empty();

  @Option(
      names = "--also",
      paramLabel = "[W*]LAYER:C",
      description = "Raises W times (default 1, negative lowers) a further map; several times.")
  private List<String> also = List.of();

  @Option(names = "--negative", description = "Lowers the target instead of raising it.")
  private boolean negative;

  @Option(
      names = "--direction",
      paramLabel = "FILE",
      description = "A direction in the layer's channels, an NPY file of C numbers.")
  private Optional<Path> direction = Optional.empty();

  @Option(
      names = "--cosine",
      paramLabel = "P",
      description = "How much the angle counts in --direction and --caricature (default: 2).")
  private double power = 2;

  @Option(
      names = "--invert",
      paramLabel = "IMAGE",
      description = "An image with the layer's activations of this photograph.")
  private Optional<Path> invert = Optional.empty();

  @Option(
      names = "--caricature",
      paramLabel = "IMAGE",
      description = "This photograph's activations at the layer, exaggerated.")
  private Optional<Path> caricature = Optional.empty();

  @Option(
      names = "--diversity",
      arity = "0..1",
      fallbackValue = DiversityOption.DEFAULT,
      paramLabel = "P%|W",
      description = {
        "A batch of 4 images of each target. Equal ones lose P percent of the score (25%% if no",
        "number is given), or W times their likeness is subtracted."
      })
  private Optional<String> diversity = Optional.empty();

  @Option(
      names = "--between",
      paramLabel = "C",
      description = "A series of images from --unit to this map of the same layer, aligned.")
  private Optional<Integer> between = Optional.empty();

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Images of the series --between (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int frames;

  @Option(
      names = "--pool",
      paramLabel = "SIZE[:STRIDE]",
      description = "Max-pooling before the objective; the stride is the size by default.")
  private Optional<String> pool = Optional.empty();

  @Option(names = "--centre", description = "Only the centre of the feature map counts.")
  private boolean centre;

  @Option(
      names = "--target",
      paramLabel = "stream|branch",
      defaultValue = "stream",
      description = {
        "In a residual block: what is there after the addition, or what the branch adds",
        "(default: ${DEFAULT-VALUE})."
      })
  private Place place;

  /**
   * What is needed to understand the targets.
   *
   * @param input makes the network's input of a photograph
   * @param run gives a value for an input
   */
  record Setting(
      Network network,
      ModelOptions models,
      Map<String, Shape> shapes,
      Function<Path, Tensor> input,
      java.util.function.BiFunction<Tensor, String, Tensor> run,
      boolean cut) {}

  /** True if anything was named. */
  boolean areGiven() {
    return classes.areGiven() || layerName.isPresent();
  }

  /** True if the target is a photograph's activations, each at its place. */
  boolean havePlaces() {
    return invert.isPresent() || caricature.isPresent();
  }

  /** The names of the network's classes. */
  ClassNames names(Network network) throws IOException {
    return classes.names(network);
  }

  /** Everything that was named, at least one thing. */
  List<Subject> of(Setting s) throws IOException {
    if (classes.areGiven()) {
      if (layerName.isPresent()) {
        throw new IllegalArgumentException("--class: is a target of its own, got --layer too");
      }
      return classTargets(s);
    }
    if (layerName.isEmpty()) {
      throw new IllegalArgumentException("ascend: needs --class NAME, or --layer L with --unit C");
    }
    Layer layer = s.models().layer(s.network(), layerName.get());
    String value = value(s.network(), layer);
    String at = layer.path();
    Look look = look(value, s.shapes().get(value));
    List<UnitOption> wanted = wanted();
    if (direction.isPresent()) {
      Tensor v = Npy.read(direction.get());
      Tensor column = v.reshape(Shape.of(1, v.size(), 1, 1));
      return List.of(
          subject(s, at + " direction", "direction", new Direction(look, column, power)));
    }
    if (havePlaces()) {
      return List.of(ofPhotograph(s, at, look));
    }
    if (between.isPresent()) {
      return List.of(series(s, at, look, wanted));
    }
    if (wanted.isEmpty()) {
      return List.of(subject(s, at, "layer", new WholeLayer(look)));
    }
    List<Subject> all = new ArrayList<>();
    for (UnitOption u : wanted) {
      all.add(unit(s, at, look, u));
    }
    return all;
  }

  private List<Subject> classTargets(Setting s) throws IOException {
    if (diversity.isPresent()) {
      throw new IllegalArgumentException(
          "--diversity: compares feature maps, so it needs --layer, got --class");
    }
    String value = ClassScores.of(s.network()).value();
    Shape shape = s.shapes().get(value);
    Tensor none = Tensor.zeros(org.convscope.engine.DType.FLOAT, shape);
    ClassNames names = classes.names(s.network());
    List<Subject> all = new ArrayList<>();
    for (ClassScore score : classes.scores(s.network(), none)) {
      String name = names.name(score.index());
      Objective o = extended(s, Look.at(value), new ClassTarget(score));
      all.add(
          new Subject(
              name + (score.kind() == ClassScore.Kind.LOGIT ? "" : " (probability)"),
              "class-" + score.index(),
              o,
              batch(),
              Optional.empty(),
              raised(value, score.index()),
              Optional.of(score)));
    }
    return all;
  }

  /** The layer's value; with {@code --target branch} what is added there. */
  private String value(Network network, Layer layer) {
    if (place == Place.STREAM) {
      return layer.value();
    }
    List<ResidualBlock> blocks = ResidualBlock.of(network);
    for (ResidualBlock b : blocks) {
      boolean after =
          network.producer(layer.value()).map(n -> n.inputs().contains(b.output())).orElse(false);
      if (b.output().equals(layer.value()) || after) {
        return b.branch();
      }
    }
    throw new IllegalArgumentException(
        "--target branch: a residual addition is needed, got %s; there are %s"
            .formatted(layer.path(), blocks.stream().map(ResidualBlock::node).toList()));
  }

  private Look look(String value, Shape shape) {
    Optional<Look.Pool> window = pool.map(AscentTargets::pool);
    if (!centre) {
      return new Look(value, window, Optional.empty());
    }
    int h = positions(shape.rank() == 4 ? shape.dim(2) : 1, window);
    int w = positions(shape.rank() == 4 ? shape.dim(3) : 1, window);
    return new Look(value, window, Optional.of(new Look.Position(h / 2, w / 2)));
  }

  private static int positions(int size, Optional<Look.Pool> window) {
    return window.map(p -> (size - p.size()) / p.stride() + 1).orElse(size);
  }

  private static Look.Pool pool(String text) {
    if (!text.matches("\\d{1,4}(:\\d{1,4})?")) {
      throw new IllegalArgumentException("--pool: SIZE or SIZE:STRIDE, got '" + text + "'");
    }
    String[] parts = text.split(":");
    return new Look.Pool(Integer.parseInt(parts[0]), Integer.parseInt(parts[parts.length - 1]));
  }

  private List<UnitOption> wanted() {
    List<UnitOption> all = new ArrayList<>();
    for (String u : units) {
      if (u.contains("-")) {
        all.addAll(UnitOption.range(u));
      } else {
        all.add(UnitOption.parse(u));
      }
    }
    list.ifPresent(l -> all.addAll(UnitOption.range(l)));
    return all;
  }

  private int batch() {
    return diversity.isPresent() ? DiversityOption.IMAGES : 1;
  }

  private Subject subject(Setting s, String caption, String file, Objective o) {
    return Subject.other(caption, file, extended(s, null, o), 1);
  }

  /** The target with everything that is added, negated or kept apart. */
  private Objective extended(Setting s, Look look, Objective target) {
    Objective all = negative ? target.times(-1) : target;
    if (diversity.isPresent() && look != null) {
      all = DiversityOption.parse(diversity.get()).of(all, look);
    }
    for (String text : also) {
      all = all.plus(term(s, text));
    }
    return all;
  }

  private Objective term(Setting s, String text) {
    int star = text.indexOf('*');
    int colon = text.lastIndexOf(':');
    if (colon < star || colon < 0) {
      throw new IllegalArgumentException("--also: [W*]LAYER:C is needed, got '" + text + "'");
    }
    try {
      double weight = star < 0 ? 1 : Double.parseDouble(text.substring(0, star));
      Layer layer = s.models().layer(s.network(), text.substring(star + 1, colon));
      int map = Integer.parseInt(text.substring(colon + 1));
      return new Channel(look(layer.value(), s.shapes().get(layer.value())), map).times(weight);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--also: [W*]LAYER:C is needed, got '" + text + "'", e);
    }
  }

  private Subject unit(Setting s, String at, Look look, UnitOption unit) {
    Shape shape = s.shapes().get(look.value());
    if (shape.rank() > 1 && unit.map() >= shape.dim(1)) {
      throw new IllegalArgumentException(
          "--unit: %s has the feature maps 0 to %d, got %d"
              .formatted(at, shape.dim(1) - 1, unit.map()));
    }
    String caption = at + " " + unit.map();
    String file = "unit-" + unit.map();
    if (unit.y().isEmpty()) {
      Objective o = extended(s, look, new Channel(look, unit.map()));
      return new Subject(
          caption,
          file,
          o,
          batch(),
          Optional.empty(),
          raised(look.value(), unit.map()),
          Optional.empty());
    }
    int y = unit.y().getAsInt();
    int x = unit.x().getAsInt();
    boolean cut = s.cut() && pool.isEmpty() && also.isEmpty() && diversity.isEmpty();
    Optional<Field> field =
        cut ? Field.of(s.network(), s.shapes(), look.value(), y, x) : Optional.empty();
    Look.Position position =
        field.map(f -> new Look.Position(f.y(), f.x())).orElse(new Look.Position(y, x));
    Look single = new Look(look.value(), look.pool(), Optional.of(position));
    return new Subject(
        caption + " at " + y + ", " + x,
        file + "-" + y + "-" + x,
        extended(s, look, new Channel(single, unit.map())),
        batch(),
        field,
        raised(look.value(), unit.map()),
        Optional.empty());
  }

  /** The map, if it is raised and not lowered. */
  private Optional<FeatureMap> raised(String value, int index) {
    return negative ? Optional.empty() : Optional.of(new FeatureMap(value, index));
  }

  private Subject ofPhotograph(Setting s, String at, Look look) {
    boolean inverts = invert.isPresent();
    Path photo = inverts ? invert.get() : caricature.get();
    Tensor a = s.run().apply(s.input().apply(photo), look.value());
    if (pool.isPresent() || centre) {
      throw new IllegalArgumentException(
          "--invert, --caricature: look at the whole layer, got --pool or --centre");
    }
    Tensor maps = a.shape().rank() == 4 ? a : a.reshape(Shape.of(1, a.size(), 1, 1));
    Objective o = inverts ? new Inversion(look, maps) : new Direction(look, maps, power);
    String name = inverts ? "inversion" : "caricature";
    return subject(s, at + " " + name + " of " + photo.getFileName(), name, o);
  }

  private Subject series(Setting s, String at, Look look, List<UnitOption> wanted) {
    if (wanted.size() != 1 || frames < 2) {
      throw new IllegalArgumentException(
          "--between: one --unit to start from and at least 2 --frames, got %d and %d"
              .formatted(wanted.size(), frames));
    }
    int from = wanted.get(0).map();
    int to = between.get();
    Objective ends = new Between(new Channel(look, from), new Channel(look, to));
    Objective o = new Aligned(ends, new Alignment(look), LIKENESS);
    return Subject.other(
        "%s %d to %d".formatted(at, from, to), "units-%d-%d".formatted(from, to), o, frames);
  }
}
