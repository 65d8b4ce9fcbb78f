package org.convscope.visualize.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Workers;

/**
 * Fits a classifier whose regularisation is chosen by cross-validation: each class's training
 * images are dealt into five parts (fewer if there are fewer images), each part is held out once,
 * and strengths are tried on the rest, strongest regularisation first. The one where the number of
 * images classified rightly, averaged over it and its two neighbours, is largest (the weakest on a
 * tie) is fitted to all training images: among weak strengths the numbers differ by chance. The
 * first and the last one tried count as neighbours only.
 */
final class Tuning {
  /** The gradient's norm at the end of a fit, relative to its norm at zero. */
  private static final double CONVERGED = 1e-4;

  /**
   * The same while strengths are compared. At 3e-3 weak strengths still stood where a stronger one
   * had left them, and counted as good.
   */
  private static final double GOOD_ENOUGH_TO_CHOOSE = 1e-3;

  /** Strengths are tried until the validation accuracy has not risen this often. */
  private static final int PATIENCE = 3;

  private static final int PARTS = 5;

  /** λ of {@link SoftmaxRegression}. */
  private static final double[] LAMBDAS = {3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003};

  /** C of {@link LinearSvm}, times the mean of ‖x‖². */
  private static final double[] COSTS = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};

  /**
   * A fitted classifier.
   *
   * @param standardisation of the features that it takes
   * @param strength the chosen λ, or C times the mean of ‖x‖²
   */
  record Tuned(LinearClassifier classifier, Standardisation standardisation, double strength) {}

  private final Method method;
  private final List<float[]> rows;
  private final int[] labels;
  private final int classes;
  private final Workers workers;

  /**
   * @param rows features per image
   * @param labels class per image
   */
  Tuning(Method method, List<float[]> rows, int[] labels, int classes, Workers workers) {
    this.method = method;
    this.rows = rows;
    this.labels = labels;
    this.classes = classes;
    this.workers = workers;
  }

  /** Fits to some images, at least two of each class. */
  Tuned fit(int[] images) {
    double strength = chosen(images);
    Standardisation s = Standardisation.of(rows, images);
    Matrix x = s.apply(rows, images);
    int[] y = labels(images);
    LinearClassifier fitted =
        switch (method) {
          case SOFTMAX -> {
            SoftmaxRegression r = new SoftmaxRegression(x, y, classes, strength, workers);
            yield r.classifier(r.solve(new double[r.size()], CONVERGED).at());
          }
          case SVM -> {
            LinearSvm svm = new LinearSvm(x, y, classes, workers);
            yield svm.solve(strength / svm.meanSquare());
          }
        };
    return new Tuned(fitted, s, strength);
  }

  /** Training images without a part, and that part: how many of it a strength gets right. */
  private interface Split {
    int right(double strength);
  }

  private double chosen(int[] images) {
    double[] strengths = method == Method.SOFTMAX ? LAMBDAS : COSTS;
    List<Split> splits = splits(images);
    List<Integer> right = new ArrayList<>();
    int best = 0;
    for (int i = 0; i < strengths.length && i - best <= PATIENCE; i++) {
      double strength = strengths[i];
      right.add(splits.stream().mapToInt(split -> split.right(strength)).sum());
      best = right.get(i) > right.get(best) ? i : best;
    }
    return strengths[smoothest(right)];
  }

  /** Where the mean with both neighbours is largest; the last one on a tie. */
  static int smoothest(List<Integer> numbers) {
    int most = Integer.MIN_VALUE;
    int at = 0;
    for (int i = 1; i < numbers.size() - 1; i++) {
      int sum = numbers.get(i - 1) + numbers.get(i) + numbers.get(i + 1);
      if (sum >= most) {
        most = sum;
        at = i;
      }
    }
    return at;
  }

  private List<Split> splits(int[] images) {
    Map<Integer, Integer> part = new HashMap<>();
    int[] dealt = new int[classes];
    for (int i : images) {
      part.put(i, dealt[labels[i]]++);
    }
    int least = Arrays.stream(dealt).min().orElse(0);
    if (least < 2) {
      throw new IllegalArgumentException(
          "probe: at least 2 training images per class are needed, one of them for validation,"
              + " got "
              + least);
    }
    int parts = Math.min(PARTS, least);
    List<Split> splits = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      int held = p;
      splits.add(
          split(
              Arrays.stream(images).filter(i -> part.get(i) % parts != held).toArray(),
              Arrays.stream(images).filter(i -> part.get(i) % parts == held).toArray()));
    }
    return splits;
  }

  private Split split(int[] rest, int[] held) {
    Standardisation s = Standardisation.of(rows, rest);
    Matrix x = s.apply(rows, rest);
    Matrix check = s.apply(rows, held);
    int[] truth = labels(held);
    if (method == Method.SVM) {
      LinearSvm problem = new LinearSvm(x, labels(rest), classes, workers);
      return cost ->
          right(problem.solve(cost / problem.meanSquare()).classes(check, workers), truth);
    }
    SoftmaxRegression problem =
        new SoftmaxRegression(x, labels(rest), classes, LAMBDAS[0], workers);
    double[][] at = {new double[problem.size()]};
    return lambda -> {
      // From the last strength's weights, which are near.
      at[0] = problem.withLambda(lambda).solve(at[0], GOOD_ENOUGH_TO_CHOOSE).at();
      return right(problem.classifier(at[0]).classes(check, workers), truth);
    };
  }

  private int[] labels(int[] images) {
    return Arrays.stream(images).map(i -> labels[i]).toArray();
  }

  private static int right(int[] guessed, int[] truth) {
    int right = 0;
    for (int i = 0; i < truth.length; i++) {
      right += guessed[i] == truth[i] ? 1 : 0;
    }
    return right;
  }
}
