package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.convscope.engine.Kernels;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.train.Adam;
import org.convscope.models.train.Augmentation;
import org.convscope.models.train.Optimizer;
import org.convscope.models.train.Recipe;
import org.convscope.models.train.Schedule;
import org.convscope.models.train.Sgd;
import org.convscope.models.train.View;
import org.convscope.models.zoo.Ablation;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.convscope.models.zoo.ZfNetMini;
import org.convscope.visualize.train.AblationTable;
import org.convscope.visualize.train.EpochRecord;
import org.convscope.visualize.train.Session;
import org.convscope.visualize.train.SessionOptions;
import org.convscope.visualize.train.TrainingData;
import org.convscope.visualize.train.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize train}: trains a network on drawn images or a data folder. */
@Command(
    name = "train",
    description = {
      "Trains a classifier on images that the program draws, or on a folder with one sub-folder of",
      "photographs per class. Writes the network as ONNX, its training curve as PNG and CSV, the",
      "confusion matrix, and a checkpoint per epoch; started again with the same options, it goes",
      "on from the newest one."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  visualize train --data synthetic --arch zfnet-mini --epochs 20 --out run"
    })
final class TrainCommand implements Callable<Integer> {
  /** Which optimiser. */
  enum Method {
    SGD,
    NESTEROV,
    ADAM,
    ADAMW
  }

  /** Which schedule. */
  enum Rates {
    CONSTANT,
    STEP,
    COSINE
  }

  @Mixin private CommonOptions common;

  @Option(
      names = "--data",
      paramLabel = "synthetic|DIR",
      description = "Training images (default: ${DEFAULT-VALUE}).")
  private String data = "synthetic";

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many images to draw for training (default: ${DEFAULT-VALUE}).")
  private int images = 16000;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description =
          "Architecture: zfnet-mini, resnet-mini, squeezenet1_1, ... (default: ${DEFAULT-VALUE}).")
  private String architecture = "zfnet-mini";

  @Option(
      names = "--ablate",
      split = ",",
      paramLabel = "LAYERS",
      description = {
        "zfnet-mini without layers, or with resized ones: conv4, conv3+conv4, fc6=0.5. Several, as in",
        "none,conv4,fc6, train one session each in folders of --out and give a table of errors."
      })
  private List<String> ablate = List.of(AblationTable.NONE);

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Height and width of the input (default: ${DEFAULT-VALUE}).")
  private int size = 96;

  @Option(names = "--epochs", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int epochs = 20;

  @Option(names = "--batch", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int batch = 64;

  @Option(
      names = "--optimizer",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Method method = Method.NESTEROV;

  @Option(
      names = "--rate",
      paramLabel = "X",
      description = "Learning rate (default: ${DEFAULT-VALUE}).")
  private double rate = 0.05;

  @Option(
      names = "--schedule",
      description =
          "${COMPLETION-CANDIDATES}; step divides by 10 after each third (default: ${DEFAULT-VALUE}).")
  private Rates schedule = Rates.COSINE;

  @Option(
      names = "--warm-up",
      paramLabel = "STEPS",
      description = "Steps of rising rate (default: ${DEFAULT-VALUE}).")
  private int warmUp = 100;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "For SGD (default: ${DEFAULT-VALUE}).")
  private double momentum = 0.9;

  @Option(names = "--weight-decay", paramLabel = "X", description = "Default: ${DEFAULT-VALUE}.")
  private double weightDecay = 5e-4;

  @Option(
      names = "--smoothing",
      paramLabel = "X",
      description = "Label smoothing (default: ${DEFAULT-VALUE}).")
  private double smoothing = 0;

  @Option(
      names = "--clip-norm",
      paramLabel = "X",
      description = "Largest joint norm of the gradients (default: no limit).")
  private double clipNorm = Double.POSITIVE_INFINITY;

  @Option(
      names = "--filter-rms",
      paramLabel = "X",
      description =
          "Scale first-layer filters back to this RMS, 0.1 in Zeiler and Fergus (default: no limit).")
  private Optional<Double> filterRms = Optional.empty();

  @Option(
      names = "--crop",
      paramLabel = "PIXELS",
      description = "Random crops after padding by this many pixels (default: ${DEFAULT-VALUE}).")
  private int crop = 4;

  @Option(
      names = "--ten-crop",
      description = {
        "Test on ten views of each image, as Zeiler and Fergus did: centre and corners, --crop pixels",
        "off the centre, and all mirrored; their probabilities are averaged."
      })
  private boolean tenCrop;

  @Option(
      names = "--flip",
      paramLabel = "P",
      description = "Probability of a horizontal flip (default: ${DEFAULT-VALUE}).")
  private double flip = 0;

  @Option(
      names = "--colour",
      paramLabel = "X",
      description =
          "Largest relative change of brightness, contrast, saturation (default: ${DEFAULT-VALUE}).")
  private double colour = 0.1;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description = "Stop after this many epochs without improvement (default: never).")
  private int patience = 0;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "EPOCH",
      description = "Epochs whose checkpoints stay, for 'visualize evolve'.")
  private Set<Integer> keep = new TreeSet<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the session; one that is there is gone on with.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Kernels kernels = common.kernels();
    TrainingData sets = data(kernels);
    if (ablate.size() == 1) {
      report(session(kernels, sets, ablate.get(0), out));
      return ExitCode.OK;
    }
    List<AblationTable.Row> rows = new ArrayList<>();
    for (String variant : ablate) {
      common.remark("without: " + variant);
      Path folder = out.resolve(variant.replaceAll("[^A-Za-z0-9._+=-]", "_"));
      rows.add(AblationTable.row(variant, session(kernels, sets, variant, folder)));
    }
    AblationTable table = new AblationTable(rows);
    table.write(out);
    common.print(common.json() ? table.json() : table.markdown().strip());
    return ExitCode.OK;
  }

  private TrainingRun.Outcome session(
      Kernels kernels, TrainingData sets, String variant, Path folder) throws IOException {
    SessionOptions options =
        new SessionOptions(
            epochs,
            common.seed(),
            new Augmentation(crop, flip, colour),
            keep,
            patience,
            tenCrop ? common.checked(() -> View.ten(crop)) : List.of(View.CENTRE));
    Network network = network(sets, variant);
    TrainingRun run =
        new TrainingRun(kernels, network, stated(variant), optimizer(), recipe(), sets, options);
    try (Progress progress = Progress.of("Training", "steps", run.steps(), common.quiet())) {
      return run.into(folder, common.force(), watcher(progress));
    }
  }

  /** Every option that has a say in the weights. */
  private Map<String, String> stated(String variant) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("data", data);
    all.put("images", Integer.toString(images));
    all.put("arch", architecture);
    all.put("ablate", variant.equals(AblationTable.NONE) ? "" : variant);
    all.put("size", Integer.toString(size));
    all.put("epochs", Integer.toString(epochs));
    all.put("batch", Integer.toString(batch));
    all.put("optimizer", method.toString());
    all.put("rate", Double.toString(rate));
    all.put("schedule", schedule.toString());
    all.put("warm-up", Integer.toString(warmUp));
    all.put("momentum", Double.toString(momentum));
    all.put("weight-decay", Double.toString(weightDecay));
    all.put("smoothing", Double.toString(smoothing));
    all.put("clip-norm", Double.toString(clipNorm));
    all.put("filter-rms", filterRms.map(x -> x.toString()).orElse(""));
    all.put("crop", Integer.toString(crop));
    all.put("flip", Double.toString(flip));
    all.put("colour", Double.toString(colour));
    all.put("patience", Integer.toString(patience));
    all.put("seed", Long.toString(common.seed()));
    return all;
  }

  private TrainingData data(Kernels kernels) throws IOException {
    return data.equals("synthetic")
        ? TrainingData.drawn(size, images, batch, common.seed(), kernels.workers())
        : TrainingData.folder(Path.of(data), size, batch, common.seed(), kernels.workers());
  }

  private Network network(TrainingData sets, String ablated) {
    Variant variant =
        new Variant(
            sets.classes().size(),
            1,
            new NetworkBuilder.Size(size, size),
            Initialisation.he(common.seed()));
    if (ablated.equals(AblationTable.NONE)) {
      return Architecture.of(architecture).build(variant);
    }
    if (Architecture.of(architecture) != Architecture.ZFNET_MINI) {
      throw common.wrongUse("--ablate: only zfnet-mini has named stages, got " + architecture);
    }
    return ZfNetMini.of(variant, Ablation.parse(ablated));
  }

  private Optimizer optimizer() {
    return switch (method) {
      case SGD -> Sgd.classical(momentum, weightDecay);
      case NESTEROV -> Sgd.nesterov(momentum, weightDecay);
      case ADAM -> Adam.adam(Adam.Betas.DEFAULT, weightDecay);
      case ADAMW -> Adam.adamW(Adam.Betas.DEFAULT, weightDecay);
    };
  }

  private Recipe recipe() {
    Schedule rates =
        switch (schedule) {
          case CONSTANT -> Schedule.constant(rate);
          case STEP -> Schedule.step(rate, 0.1, 1 / 3.0);
          case COSINE -> Schedule.cosine(rate);
        };
    return new Recipe(
        rates.withWarmUp(warmUp),
        smoothing,
        clipNorm,
        filterRms.map(x -> Map.of("conv1.weight", x)).orElse(Map.of()),
        common.seed());
  }

  private Session.Watcher watcher(Progress progress) {
    return new Session.Watcher() {
      @Override
      public void step(int epoch, int step, double loss, double accuracy) {
        progress.step("epoch %d loss %.3f accuracy %.3f".formatted(epoch, loss, accuracy));
      }

      @Override
      public void epoch(EpochRecord r) {
        common.remark(
            "epoch %d: loss %.4f, training %.2f %%, validation %.2f %%, %.0f s"
                .formatted(
                    r.epoch(),
                    r.loss(),
                    100 * r.trainAccuracy(),
                    100 * r.validationAccuracy(),
                    r.seconds()));
      }
    };
  }

  private void report(TrainingRun.Outcome outcome) {
    if (common.json()) {
      common.print(outcome.json());
    } else {
      common.print(
          "%s: test accuracy %.2f %% on %d images"
              .formatted(
                  outcome.network(), 100 * outcome.test().accuracy(), outcome.test().total()));
    }
  }
}
