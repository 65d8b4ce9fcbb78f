package org.convscope.visualize.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.convscope.engine.Kernels;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.train.Batches;
import org.convscope.models.train.ImageSource;

/**
 * The method: linear classifiers on the frozen features of layers, trained on few images per class.
 */
public final class Probe {
  private static final int BATCH = 16;

  private final Kernels kernels;
  private final Network network;
  private final Preprocessing preprocessing;
  private final ProbeData data;
  private final ProbeOptions options;

  public Probe(
      Kernels kernels,
      Network network,
      Preprocessing preprocessing,
      ProbeData data,
      ProbeOptions options) {
    this.kernels = kernels;
    this.network = network;
    this.preprocessing = preprocessing;
    this.data = data;
    this.options = options;
  }

  /**
   * Runs all images once, then fits and tests all classifiers.
   *
   * @param images told of each image that has been run
   * @param rows told of each finished row
   * @throws IllegalArgumentException if a class has too few images
   */
  public ProbeResult run(IntConsumer images, Consumer<ProbeResult.Row> rows) {
    FeatureTable pool = features(data.pool(), images);
    FeatureTable tests =
        data.tests().map(t -> features(t, i -> images.accept(data.pool().size() + i))).orElse(null);
    List<ProbeResult.Row> all = new ArrayList<>();
    int tested = 0;
    for (ProbedLayer layer : options.layers()) {
      for (Method method : options.methods()) {
        for (int perClass : options.perClass()) {
          ProbeResult.Row row = row(layer, method, perClass, pool, tests);
          all.add(row);
          rows.accept(row);
          tested = fold(pool, tests, perClass, 0).test().length;
        }
      }
    }
    return new ProbeResult(all, data.classes(), tested);
  }

  private FeatureTable features(ImageSource source, IntConsumer progress) {
    boolean single = network.input().ranked() && network.input().dims().get(0) == 1;
    Batches batches = new Batches(source, preprocessing, single ? 1 : BATCH, kernels.workers());
    return FeatureTable.of(kernels, network, batches, options.layers(), progress);
  }

  private Fold fold(FeatureTable pool, FeatureTable tests, int perClass, int number) {
    int[] testLabels = tests == null ? null : tests.labels();
    return data.fold(pool.labels(), testLabels, perClass, options, number);
  }

  private ProbeResult.Row row(
      ProbedLayer layer, Method method, int perClass, FeatureTable pool, FeatureTable tests) {
    FeatureTable from = tests == null ? pool : tests;
    List<float[]> rows = pool.rows().get(layer);
    Tuning tuning =
        new Tuning(method, rows, pool.labels(), data.classes().size(), kernels.workers());
    List<Double> accuracies = new ArrayList<>();
    List<Double> strengths = new ArrayList<>();
    int[] testLabels = tests == null ? null : tests.labels();
    int folds = data.folds(pool.labels(), testLabels, perClass, options);
    for (int f = 0; f < folds; f++) {
      Fold fold = fold(pool, tests, perClass, f);
      Tuning.Tuned tuned = tuning.fit(fold.training());
      Matrix x = tuned.standardisation().apply(from.rows().get(layer), fold.test());
      int[] truth = Arrays.stream(fold.test()).map(i -> from.labels()[i]).toArray();
      int[] guessed = tuned.classifier().classes(x, kernels.workers());
      accuracies.add(ProbeResult.perClassAccuracy(guessed, truth, data.classes().size()));
      strengths.add(tuned.strength());
    }
    return new ProbeResult.Row(
        layer.name(), method.toString(), rows.get(0).length, perClass, accuracies, strengths);
  }
}
