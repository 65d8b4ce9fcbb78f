package org.convscope.visualize.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Workers;

/**
 * Fits a classifier whose regularisation is chosen on a validation split: a third of each class's
 * training images is held out, strengths are tried on the rest, strongest regularisation first, and
 * the best one (the strongest on a tie) is fitted to all training images.
 */
final class Tuning {
  /** The gradient's norm at the end of a fit, relative to its norm at zero. */
  private static final double CONVERGED = 1e-4;

  private static final double GOOD_ENOUGH_TO_CHOOSE = 3e-3;

  /** Strengths are tried until the validation accuracy has not risen this often. */
  private static final int PATIENCE = 2;

  /** λ of {@link SoftmaxRegression}. */
  private static final double[] LAMBDAS = {3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001};

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

  private double chosen(int[] images) {
    int[] held = heldOut(images);
    int[] rest = Arrays.stream(images).filter(i -> Arrays.binarySearch(held, i) < 0).toArray();
    Standardisation s = Standardisation.of(rows, rest);
    Matrix x = s.apply(rows, rest);
    Matrix check = s.apply(rows, held);
    return switch (method) {
      case SOFTMAX -> bestLambda(x, labels(rest), check, labels(held));
      case SVM -> bestCost(x, labels(rest), check, labels(held));
    };
  }

  private double bestLambda(Matrix x, int[] y, Matrix check, int[] truth) {
    SoftmaxRegression problem = new SoftmaxRegression(x, y, classes, LAMBDAS[0], workers);
    double[] at = new double[problem.size()];
    double best = LAMBDAS[0];
    int most = -1;
    int worse = 0;
    for (int l = 0; l < LAMBDAS.length && worse < PATIENCE; l++) {
      double lambda = LAMBDAS[l];
      at = problem.withLambda(lambda).solve(at, GOOD_ENOUGH_TO_CHOOSE).at();
      int right = right(problem.classifier(at).classes(check, workers), truth);
      if (right > most) {
        most = right;
        best = lambda;
        worse = 0;
      } else {
        worse++;
      }
    }
    return best;
  }

  private double bestCost(Matrix x, int[] y, Matrix check, int[] truth) {
    LinearSvm problem = new LinearSvm(x, y, classes, workers);
    double best = COSTS[0];
    int most = -1;
    int worse = 0;
    for (int c = 0; c < COSTS.length && worse < PATIENCE; c++) {
      double cost = COSTS[c];
      LinearClassifier fitted = problem.solve(cost / problem.meanSquare());
      int right = right(fitted.classes(check, workers), truth);
      if (right > most) {
        most = right;
        best = cost;
        worse = 0;
      } else {
        worse++;
      }
    }
    return best;
  }

  /** A third of each class, at least one image; sorted. */
  private int[] heldOut(int[] images) {
    List<Integer> held = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      int of = c;
      int[] mine = Arrays.stream(images).filter(i -> labels[i] == of).toArray();
      if (mine.length < 2) {
        throw new IllegalArgumentException(
            "probe: at least 2 training images per class are needed, one of them for validation,"
                + " got "
                + mine.length);
      }
      Arrays.stream(mine).skip(mine.length - Math.max(1, mine.length / 3)).forEach(held::add);
    }
    return held.stream().mapToInt(i -> i).sorted().toArray();
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
