package org.convscope.visualize.probe;

import org.convscope.engine.Workers;

/**
 * Scores of classes as linear functions of features: {@code x·weights + bias}.
 *
 * @param weights [features×classes]
 * @param bias [classes]
 */
record LinearClassifier(Matrix weights, double[] bias) {
  /** The scores of each row, [rows×classes]. */
  Matrix scores(Matrix x, Workers workers) {
    Matrix scores = Matrix.zeros(x.rows(), bias.length);
    workers.forEach(
        x.rows(),
        i -> {
          int at = i * bias.length;
          System.arraycopy(bias, 0, scores.values(), at, bias.length);
          x.addRowTimes(i, weights, scores.values(), at);
        });
    return scores;
  }

  /** The class of the largest score of each row; the first one on a tie. */
  int[] classes(Matrix x, Workers workers) {
    Matrix scores = scores(x, workers);
    int[] best = new int[x.rows()];
    for (int i = 0; i < best.length; i++) {
      for (int c = 1; c < bias.length; c++) {
        if (scores.at(i, c) > scores.at(i, best[i])) {
          best[i] = c;
        }
      }
    }
    return best;
  }
}
