package org.convscope.visualize.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.train.Augmentation;
import org.convscope.models.train.Batches;
import org.convscope.models.train.Evaluation;
import org.convscope.models.train.ImageSource;
import org.convscope.models.train.Recipe;
import org.convscope.models.train.Schedule;
import org.convscope.models.train.Sgd;
import org.convscope.models.train.Trainer;
import org.convscope.visualize.train.KeptImages;

/**
 * The counterpart of {@link Probe}: the whole network is trained on, from its weights and with a
 * {@link FreshHead}, on few images per class. Folds are those of {@link Probe}. Steps are
 * stochastic gradient descent with momentum 0.9 and weight decay 1e-4 on the mean cross-entropy;
 * batch normalisation takes the batch's statistics and goes on averaging its own.
 */
public final class FineTuning {
  /** What stands in {@link ProbeResult.Row#method}. */
  public static final String METHOD = "finetune";

  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 1e-4;

  private final Kernels kernels;
  private final Network network;
  private final Preprocessing preprocessing;
  private final ProbeData data;
  private final ProbeOptions options;
  private final FineTuningOptions training;
  private final int[] poolLabels;
  private final int[] testLabels;

  /**
   * @param options where to cut the network, the numbers of images, the folds and the seed; methods
   *     do not matter
   */
  public FineTuning(
      Kernels kernels,
      Network network,
      Preprocessing preprocessing,
      ProbeData data,
      ProbeOptions options,
      FineTuningOptions training) {
    this.kernels = kernels;
    this.network = network;
    this.preprocessing = preprocessing;
    this.data = data;
    this.options = options;
    this.training = training;
    this.poolLabels = labels(data.pool());
    this.testLabels = data.tests().map(FineTuning::labels).orElse(null);
  }

  private static int[] labels(ImageSource source) {
    return IntStream.range(0, source.size()).map(source::label).toArray();
  }

  /** How many epochs there are in all. */
  public int epochs() {
    int folds = options.perClass().stream().mapToInt(this::folds).sum();
    return options.layers().size() * folds * training.epochs();
  }

  private int folds(int perClass) {
    return data.folds(poolLabels, testLabels, perClass, options);
  }

  /**
   * Trains and tests one network per layer, number of images and fold.
   *
   * @param epoch called after each epoch
   * @param rows told of each finished row
   * @throws IllegalArgumentException if a class has too few images or the loss grows beyond bounds
   */
  public ProbeResult run(Runnable epoch, Consumer<ProbeResult.Row> rows) {
    List<ProbeResult.Row> all = new ArrayList<>();
    for (ProbedLayer layer : options.layers()) {
      for (int perClass : options.perClass()) {
        ProbeResult.Row row = row(layer, perClass, epoch);
        all.add(row);
        rows.accept(row);
      }
    }
    int last = options.perClass().get(options.perClass().size() - 1);
    return new ProbeResult(all, data.classes(), fold(last, 0).test().length);
  }

  private Fold fold(int perClass, int number) {
    return data.fold(poolLabels, testLabels, perClass, options, number);
  }

  private ProbeResult.Row row(ProbedLayer layer, int perClass, Runnable epoch) {
    List<Double> accuracies = new ArrayList<>();
    int features = 0;
    for (int f = 0; f < folds(perClass); f++) {
      Fold fold = fold(perClass, f);
      long seed = CounterRandom.of(options.seed()).stream(METHOD).bits(f);
      Network start =
          FreshHead.on(kernels, network, preprocessing, layer, data.classes().size(), seed);
      features = FreshHead.features(start);
      Network trained = trained(start, chosen(data.pool(), fold.training()), seed, epoch);
      ImageSource tests = chosen(data.tests().orElse(data.pool()), fold.test());
      accuracies.add(perClassAccuracy(Evaluation.of(kernels, trained, batches(tests))));
    }
    return new ProbeResult.Row(layer.name(), METHOD, features, perClass, accuracies, List.of());
  }

  private Network trained(Network start, ImageSource images, long seed, Runnable epoch) {
    Batches batches = batches(new KeptImages(images));
    Recipe recipe = Recipe.plain(Schedule.cosine(training.rate()), seed);
    long steps = (long) training.epochs() * batches.perEpoch();
    Sgd sgd = Sgd.classical(MOMENTUM, WEIGHT_DECAY);
    Trainer trainer = new Trainer(kernels, start, sgd, recipe, steps);
    for (int e = 1; e <= training.epochs(); e++) {
      for (int i = 0; i < batches.perEpoch(); i++) {
        double loss = trainer.step(batches.training(seed, e, i, Augmentation.NONE)).loss();
        if (!Double.isFinite(loss)) {
          throw new IllegalArgumentException(
              "finetune: the loss is %s in epoch %d; a lower --rate helps".formatted(loss, e));
        }
      }
      epoch.run();
    }
    return trainer.network();
  }

  private Batches batches(ImageSource images) {
    return new Batches(images, preprocessing, training.batch(), kernels.workers());
  }

  private static ImageSource chosen(ImageSource source, int[] indices) {
    return new ChosenImages(source, Arrays.stream(indices).boxed().toList());
  }

  private static double perClassAccuracy(Evaluation evaluation) {
    int[][] confusion = evaluation.confusion();
    double sum = 0;
    int present = 0;
    for (int c = 0; c < confusion.length; c++) {
      int images = Arrays.stream(confusion[c]).sum();
      if (images > 0) {
        sum += (double) confusion[c][c] / images;
        present++;
      }
    }
    return sum / present;
  }
}
