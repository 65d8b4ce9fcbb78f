package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.convscope.models.Layer;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.probe.FineTuning;
import org.convscope.visualize.probe.FineTuningOptions;
import org.convscope.visualize.probe.FreshHead;
import org.convscope.visualize.probe.Method;
import org.convscope.visualize.probe.Probe;
import org.convscope.visualize.probe.ProbeData;
import org.convscope.visualize.probe.ProbeOptions;
import org.convscope.visualize.probe.ProbeResult;
import org.convscope.visualize.probe.ProbedLayer;
import org.convscope.visualize.report.Json;
import org.convscope.visualize.report.ProbeReport;
import org.convscope.visualize.train.ClassFolders;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code visualize probe}: how well classes can be told apart by a layer's frozen features. */
@Command(
    name = "probe",
    description = {
      "Trains linear classifiers on the frozen features of layers, on few images per class, and",
      "tests them on others (Zeiler and Fergus 2013, Tables 4, 6 and 7)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize probe",
      "  visualize probe --finetune --per-class 15",
      "  visualize probe --data photos --layers 3,5 --per-class 5,10,15 --folds 5",
      "  visualize probe --model squeezenet1_1.onnx --data caltech --layers features.5,features.12@1"
    })
final class ProbeCommand implements Callable<Integer> {
  private static final String ALL = "all-convolutions";

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--data",
      paramLabel = "synthetic|DIR",
      description = {
        "A folder with one sub-folder of photographs per class, or with such folders called train and",
        "test, or images that the program draws (default: ${DEFAULT-VALUE})."
      })
  private String data = "synthetic";

  @Option(
      names = {"--layers", "--layer"},
      split = ",",
      paramLabel = "LAYER[@N]",
      description = {
        "Names or numbers of 'visualize layers', each with the pooling to use; or all-convolutions",
        "(default: ${DEFAULT-VALUE}; with --finetune, what the network's own classifier reads)."
      })
  private List<String> names = List.of(ALL);

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = {
        "Average feature maps to N×N numbers; 1 is the global mean (default: ${DEFAULT-VALUE}; with",
        "--finetune, 1)."
      })
  private int pool = 2;

  @Option(
      names = "--classifier",
      split = ",",
      description = "${COMPLETION-CANDIDATES} (default: softmax).")
  private Set<Method> methods = new LinkedHashSet<>(List.of(Method.SOFTMAX));

  @Option(
      names = "--per-class",
      split = ",",
      paramLabel = "N",
      description = "Training images per class (default: ${DEFAULT-VALUE}).")
  private List<Integer> perClass = List.of(5, 15);

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "How often training images are chosen anew (default: ${DEFAULT-VALUE}).")
  private int folds = 3;

  @Option(
      names = "--test",
      paramLabel = "N",
      description = "Test images per class at most (default: ${DEFAULT-VALUE}).")
  private int tests = 50;

  @ArgGroup(exclusive = false, heading = "%nFine-tuning:%n")
  private FineTuneOptions fineTune = new FineTuneOptions();

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    try (Output out = output.folder("probe", common.force())) {
      LoadedModel model = models.load(common.seed());
      Preprocessing p = preparation.of(model.network());
      Optional<FineTuningOptions> training = common.checked(fineTune::settings);
      List<ProbedLayer> layers =
          training.isPresent() ? cuts(model.network()) : layers(model.network());
      ProbeOptions options =
          common.checked(
              () ->
                  new ProbeOptions(
                      layers, List.copyOf(methods), perClass, folds, tests, common.seed()));
      ProbeData images = data(p);
      ProbeResult result =
          training.isPresent()
              ? fineTuned(model.network(), p, images, options, training.get())
              : run(model.network(), p, images, options);
      ProbeReport report =
          new ProbeReport(models.provenance(model, common.seed()), options, training, data);
      Map<String, Object> json = report.write(result, out);
      out.commit();
      if (common.json()) {
        common.print(Json.text(json));
      } else {
        ProbeReport.table(result).forEach(common::print);
        common.print(out.target().toString());
      }
    }
    return ExitCode.OK;
  }

  private ProbeResult run(
      Network network, Preprocessing p, ProbeData images, ProbeOptions options) {
    int count = images.pool().size() + images.tests().map(t -> t.size()).orElse(0);
    common.remark(
        "%d images of %d classes, %d layers"
            .formatted(count, images.classes().size(), options.layers().size()));
    try (Progress progress = Progress.of("Running", "images", count, common.quiet())) {
      return new Probe(common.kernels(), network, p, images, options)
          .run(
              i -> progress.step(),
              row -> common.remark(String.join("  ", ProbeReport.cells(row))));
    }
  }

  private ProbeResult fineTuned(
      Network network,
      Preprocessing p,
      ProbeData images,
      ProbeOptions options,
      FineTuningOptions training) {
    FineTuning method = new FineTuning(common.kernels(), network, p, images, options, training);
    try (Progress progress = Progress.of("Training", "epochs", method.epochs(), common.quiet())) {
      return method.run(
          progress::step, row -> common.remark(String.join("  ", ProbeReport.cells(row))));
    }
  }

  /** Where to cut the network: the layers that were named, or what its own classifier reads. */
  private List<ProbedLayer> cuts(Network network) {
    var given = command.commandLine().getParseResult();
    if (given.hasMatchedOption("--classifier")) {
      throw common.wrongUse("--finetune trains a linear layer of its own; leave out --classifier");
    }
    if (!given.hasMatchedOption("--pool")) {
      pool = 1;
    }
    return given.hasMatchedOption("--layers")
        ? layers(network)
        : List.of(layer(network, FreshHead.before(network), pool));
  }

  private List<ProbedLayer> layers(Network network) {
    List<ProbedLayer> layers = new ArrayList<>();
    for (String name : names) {
      if (name.equals(ALL)) {
        Layers all = new Layers(network);
        long convolutions = all.all().stream().filter(l -> all.number(l).isPresent()).count();
        for (int n = 1; n <= convolutions; n++) {
          layers.add(layer(network, Integer.toString(n), pool));
        }
      } else if (name.matches(".+@\\d{1,4}")) {
        int at = name.lastIndexOf('@');
        layers.add(layer(network, name.substring(0, at), Integer.parseInt(name.substring(at + 1))));
      } else {
        layers.add(layer(network, name, pool));
      }
    }
    return layers;
  }

  private ProbedLayer layer(Network network, String name, int size) {
    Layer layer = models.layer(network, name);
    return common.checked(() -> new ProbedLayer(layer.path(), layer.value(), size));
  }

  private ProbeData data(Preprocessing p) throws IOException {
    if (data.equals("synthetic")) {
      return drawn(p);
    }
    Path root = Path.of(data);
    Path train = root.resolve("train");
    Path test = root.resolve("test");
    if (Files.isDirectory(train) && Files.isDirectory(test)) {
      return new ProbeData(ClassFolders.of(train, p), Optional.of(ClassFolders.of(test, p)));
    }
    return new ProbeData(ClassFolders.of(root, p), Optional.empty());
  }

  /** Twice as many training images as a fold needs, so that folds differ. */
  private ProbeData drawn(Preprocessing p) {
    if (p.height() != p.width()) {
      throw common.wrongUse(
          "--data: drawn images are square, got an input of %d×%d; give a folder of photographs"
              .formatted(p.height(), p.width()));
    }
    int classes = SyntheticClass.values().length;
    int most = perClass.stream().mapToInt(n -> n).max().orElse(1);
    return new ProbeData(
        new SyntheticSet(p.width(), common.seed(), Split.TRAIN).images(2 * most * classes),
        Optional.of(
            new SyntheticSet(p.width(), common.seed(), Split.TEST).images(tests * classes)));
  }
}
