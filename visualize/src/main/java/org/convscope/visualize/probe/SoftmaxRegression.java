package org.convscope.visualize.probe;

import java.util.Arrays;
import org.convscope.engine.Workers;

/**
 * Multinomial logistic regression: minimises {@code mean cross-entropy + λ/2·‖weights‖²}; the bias
 * is free. The same bits for any number of threads.
 */
final class SoftmaxRegression implements Lbfgs.Objective {
  private static final int ITERATIONS = 1000;

  private final Matrix x;
  private final Matrix transposed;
  private final int[] labels;
  private final int classes;
  private final double lambda;
  private final Workers workers;

  /**
   * @param x one row per image
   * @param labels class per row
   */
  SoftmaxRegression(Matrix x, int[] labels, int classes, double lambda, Workers workers) {
    this(x, x.transposed(), labels, classes, lambda, workers);
  }

  private SoftmaxRegression(
      Matrix x, Matrix transposed, int[] labels, int classes, double lambda, Workers workers) {
    this.x = x;
    this.transposed = transposed;
    this.labels = labels;
    this.classes = classes;
    this.lambda = lambda;
    this.workers = workers;
  }

  /** The same problem under another λ. */
  SoftmaxRegression withLambda(double other) {
    return new SoftmaxRegression(x, transposed, labels, classes, other, workers);
  }

  /** Number of unknowns: weights [features×classes], then the bias [classes]. */
  int size() {
    return (x.columns() + 1) * classes;
  }

  /**
   * Solves the problem, beginning at {@code start}.
   *
   * @param tolerance the gradient's norm at the end, relative to its norm at zero
   */
  Lbfgs.Minimum solve(double[] start, double tolerance) {
    double[] g = new double[size()];
    value(new double[size()], g);
    double norm = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum());
    return Lbfgs.minimise(this, start, tolerance * norm, ITERATIONS);
  }

  /** The classifier that a solution stands for. */
  LinearClassifier classifier(double[] at) {
    int weights = x.columns() * classes;
    return new LinearClassifier(
        new Matrix(x.columns(), classes, Arrays.copyOf(at, weights)),
        Arrays.copyOfRange(at, weights, weights + classes));
  }

  @Override
  public double value(double[] at, double[] gradient) {
    Matrix residual = classifier(at).scores(x, workers);
    double[] losses = new double[x.rows()];
    workers.forEach(x.rows(), i -> losses[i] = toResidual(residual.values(), i));
    int weights = x.columns() * classes;
    workers.forEach(
        x.columns(),
        f -> {
          int to = f * classes;
          for (int c = to; c < to + classes; c++) {
            gradient[c] = lambda * at[c];
          }
          transposed.addRowTimes(f, residual, gradient, to);
        });
    Arrays.fill(gradient, weights, weights + classes, 0);
    double squares = 0;
    for (int i = 0; i < weights; i++) {
      squares += at[i] * at[i];
    }
    double loss = 0;
    for (int i = 0; i < x.rows(); i++) {
      Matrix.add(1, residual.values(), i * classes, gradient, weights, classes);
      loss += losses[i];
    }
    return loss / x.rows() + lambda / 2 * squares;
  }

  /**
   * Turns a row of scores into the gradient of the mean loss by them, (softmax − one-hot)/rows.
   *
   * @return the row's cross-entropy
   */
  private double toResidual(double[] scores, int row) {
    int from = row * classes;
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = from; c < from + classes; c++) {
      largest = Math.max(largest, scores[c]);
    }
    double right = scores[from + labels[row]] - largest;
    double sum = 0;
    for (int c = from; c < from + classes; c++) {
      scores[c] = Math.exp(scores[c] - largest);
      sum += scores[c];
    }
    for (int c = from; c < from + classes; c++) {
      scores[c] /= sum * x.rows();
    }
    scores[from + labels[row]] -= 1.0 / x.rows();
    return Math.log(sum) - right;
  }
}
