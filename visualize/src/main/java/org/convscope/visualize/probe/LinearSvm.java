package org.convscope.visualize.probe;

import org.convscope.engine.Workers;

/**
 * A linear support vector machine per class against all others with squared hinge loss, {@code
 * ½‖w‖² + C·Σ max(0, 1 − y·(w·x + b))²}, where the bias b counts as the weight of a constant
 * feature 1. Solved in the dual by coordinate descent (Hsieh et al. 2008, algorithm 1) on the
 * matrix of inner products, which all classes share: n² numbers for n images.
 */
final class LinearSvm {
  /** Largest projected gradient of the dual at the end, of a margin of 1. */
  private static final double TOLERANCE = 1e-4;

  private static final int SWEEPS = 5000;

  private final Matrix x;
  private final int[] labels;
  private final int classes;
  private final Workers workers;
  private final Matrix transposed;
  private final Matrix products;

  LinearSvm(Matrix x, int[] labels, int classes, Workers workers) {
    this.x = x;
    this.labels = labels;
    this.classes = classes;
    this.workers = workers;
    this.transposed = x.transposed();
    this.products = products();
  }

  /** ⟨x_i, x_j⟩ + 1. */
  private Matrix products() {
    int n = x.rows();
    Matrix k = Matrix.zeros(n, n);
    workers.forEach(
        n,
        i -> {
          for (int j = 0; j < n; j++) {
            k.values()[i * n + j] = 1;
          }
          x.addRowTimes(i, transposed, k.values(), i * n);
        });
    return k;
  }

  /** Mean of ‖x‖², to which useful values of C are in inverse proportion. */
  double meanSquare() {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum += products.at(i, i) / x.rows();
    }
    return sum;
  }

  /** Solves all classes' problems. */
  LinearClassifier solve(double c) {
    double[][] signed = new double[classes][];
    workers.forEach(classes, k -> signed[k] = dual(k, c));
    Matrix alphas = Matrix.zeros(x.rows(), classes);
    double[] bias = new double[classes];
    for (int k = 0; k < classes; k++) {
      for (int i = 0; i < x.rows(); i++) {
        alphas.values()[i * classes + k] = signed[k][i];
        bias[k] += signed[k][i];
      }
    }
    Matrix weights = Matrix.zeros(x.columns(), classes);
    workers.forEach(
        x.columns(), f -> transposed.addRowTimes(f, alphas, weights.values(), f * classes));
    return new LinearClassifier(weights, bias);
  }

  /** The dual solution of a class against the others, each α times its sign y. */
  double[] dual(int positive, double c) {
    int n = x.rows();
    double[] signed = new double[n];
    double[] scores = new double[n];
    double ridge = 1 / (2 * c);
    double worst = Double.POSITIVE_INFINITY;
    for (int sweep = 0; sweep < SWEEPS && worst > TOLERANCE; sweep++) {
      worst = 0;
      for (int i = 0; i < n; i++) {
        double y = labels[i] == positive ? 1 : -1;
        double alpha = y * signed[i];
        double gradient = y * scores[i] - 1 + ridge * alpha;
        double projected = alpha == 0 ? Math.min(gradient, 0) : gradient;
        worst = Math.max(worst, Math.abs(projected));
        if (projected != 0) {
          double next = Math.max(0, alpha - gradient / (products.at(i, i) + ridge));
          Matrix.add(y * (next - alpha), products.values(), i * n, scores, 0, n);
          signed[i] = y * next;
        }
      }
    }
    return signed;
  }
}
