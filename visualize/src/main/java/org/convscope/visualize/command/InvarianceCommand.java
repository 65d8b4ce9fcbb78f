package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.convscope.models.Layer;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.image.DrawnPhotos;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.invariance.Invariance;
import org.convscope.visualize.invariance.Invariance.Curve;
import org.convscope.visualize.invariance.Invariance.Subject;
import org.convscope.visualize.invariance.Transform;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.report.InvarianceReport;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code visualize invariance}: how far moving an image moves its features. */
@Command(
    name = "invariance",
    description = {
      "Translates, scales and rotates images and draws how far that moves the features of a first,"
          + " a",
      "middle and a last layer (Euclidean distance), and what becomes of the true class's",
      "probability (Zeiler and Fergus 2013, Fig. 5)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize invariance",
      "  visualize invariance panda.jpg tabby.jpg --model squeezenet1_1.onnx --angles 0:90:5"
    })
final class InvarianceCommand implements Callable<Integer> {
  private static final int LAYERS = 3;

  /** Pixels of an image of 224 that it is shifted by at most. */
  private static final double SHIFT = 60 / 224.0;

  /** Drawn images whose class is easy to see, and which look different when they are turned. */
  private static final List<String> DRAWN = List.of("face", "house", "car", "heart", "stripes");

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private LayersOption layers;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "Photographs (default: five images that the program draws).")
  private List<Path> images = List.of();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = {
        "The photographs' true classes, one each in their order: numbers or names (default: the"
            + " most",
        "probable one of each)."
      })
  private List<String> wanted = List.of();

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Class names, one per line, where the model does not hold them.")
  private Optional<Path> names = Optional.empty();

  @Option(
      names = "--shifts",
      paramLabel = "FROM:TO:STEP",
      description = "Pixels downwards (default: 60 of 224 in both directions, in 24 steps).")
  private Optional<String> shifts = Optional.empty();

  @Option(
      names = "--scales",
      paramLabel = "FROM:TO:STEP",
      defaultValue = "1:1.8:0.05",
      description = "Factors (default: ${DEFAULT-VALUE}).")
  private String scales;

  @Option(
      names = "--angles",
      paramLabel = "FROM:TO:STEP",
      defaultValue = "0:350:10",
      description = "Degrees counter-clockwise (default: ${DEFAULT-VALUE}).")
  private String angles;

  @Override
  public Integer call() throws IOException {
    if (!wanted.isEmpty() && wanted.size() != images.size()) {
      throw common.wrongUse(
          "--class: one per image is needed, got %d for %d"
              .formatted(wanted.size(), images.size()));
    }
    try (Output out = output.folder("invariance", common.force())) {
      LoadedModel model = models.load(common.seed());
      Network network = model.network();
      Preprocessing p = preparation.of(network);
      ClassNames known = ClassNames.of(names, network);
      List<Layer> chosen = layers.of(network, models, LAYERS);
      List<Subject> subjects = images.isEmpty() ? drawn(p, known) : read(p, known);
      Map<String, List<? extends Transform>> movements = movements(p);
      Map<String, List<Curve>> curves = run(network, chosen, subjects, movements);
      InvarianceReport report =
          new InvarianceReport(
              models.provenance(model, common.seed()),
              known,
              chosen.stream().map(Layer::path).toList());
      Map<String, Object> json = report.write(curves, out);
      out.commit();
      common.print(
          common.json() ? Json.text(json) : out.target().resolve("invariance.png").toString());
    }
    return ExitCode.OK;
  }

  private Map<String, List<? extends Transform>> movements(Preprocessing p) {
    double most = Math.rint(SHIFT * Math.min(p.height(), p.width()));
    Map<String, List<? extends Transform>> movements = new LinkedHashMap<>();
    movements.put(
        "translation in pixels",
        range(
            "--shifts", shifts.orElse(-most + ":" + most + ":" + most / 12), Transform.Shift::new));
    movements.put("scale", range("--scales", scales, Transform.Scale::new));
    movements.put("rotation in degrees", range("--angles", angles, Transform.Rotation::new));
    return movements;
  }

  private <T> List<T> range(String option, String text, DoubleFunction<T> make) {
    return common.checked(
        () -> {
          String[] parts = text.split(":");
          try {
            double from = Double.parseDouble(parts[0]);
            double to = Double.parseDouble(parts[1]);
            double step = Double.parseDouble(parts[2]);
            long steps = Math.round(Math.floor((to - from) / step + 1e-6));
            if (parts.length == 3 && step > 0 && steps >= 1 && steps < 10_000) {
              return IntStream.rangeClosed(0, (int) steps)
                  .mapToObj(i -> make.apply(from + i * step))
                  .toList();
            }
          } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException(rangeRule(option, text), e);
          }
          throw new IllegalArgumentException(rangeRule(option, text));
        });
  }

  private static String rangeRule(String option, String text) {
    return option + ": FROM:TO:STEP is needed, with TO above FROM, got '" + text + "'";
  }

  private List<Subject> drawn(Preprocessing p, ClassNames known) {
    common.remark("images: drawn ones");
    DrawnPhotos drawn = DrawnPhotos.tests(common.seed(), 256, p);
    List<Subject> subjects = new ArrayList<>();
    for (String label : DRAWN) {
      int i = drawn.firstOf(label);
      subjects.add(new Subject(drawn.names().get(i), drawn.input(i), known.names().indexOf(label)));
    }
    return subjects;
  }

  private List<Subject> read(Preprocessing p, ClassNames known) throws IOException {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String text = wanted.isEmpty() ? null : wanted.get(i);
      int label =
          text == null
              ? -1
              : common.checked(() -> known.index(text, Math.max(known.names().size(), 1_000)));
      subjects.add(
          new Subject(
              images.get(i).getFileName().toString(),
              Preparation.input(Preparation.fit(PhotoReader.read(images.get(i)), p), p),
              label));
    }
    return subjects;
  }

  private Map<String, List<Curve>> run(
      Network network,
      List<Layer> chosen,
      List<Subject> subjects,
      Map<String, List<? extends Transform>> movements) {
    Invariance method = new Invariance(network, chosen.stream().map(Layer::value).toList());
    Map<String, List<Curve>> curves = new LinkedHashMap<>();
    int total = subjects.size() * movements.size();
    try (Progress progress = Progress.of("Moving", "curves", total, common.quiet())) {
      movements.forEach(
          (name, transforms) ->
              curves.put(
                  name, method.run(common.lanes(), subjects, transforms, i -> progress.step())));
    }
    return curves;
  }
}
