package org.convscope.visualize.classes;

import java.util.Arrays;
import org.convscope.engine.Tensor;

/**
 * The score of one class as a scalar of the network: what attribution explains, occlusion watches
 * and ascent raises.
 *
 * @param value the value that holds the logits [N×classes], see {@link ClassScores#value}
 * @param index the class
 * @param kind before or after the softmax
 */
public record ClassScore(String value, int index, Kind kind) {
  /** Which number of a class. */
  public enum Kind {
    /** Before the softmax. */
    LOGIT,
    /** After the softmax. */
    PROBABILITY
  }

  /**
   * The score of every item.
   *
   * @param logits of all classes, [N×classes]
   */
  public double[] of(Tensor logits) {
    int classes = count(logits);
    double[] scores = new double[logits.shape().dim(0)];
    for (int n = 0; n < scores.length; n++) {
      float[] item = item(logits, n, classes);
      scores[n] = kind == Kind.LOGIT ? item[index] : ClassScores.probabilities(item)[index];
    }
    return scores;
  }

  /**
   * The gradient of each item's score by its logits, to go back from: 1 at the class for a logit, p
   * (δ − p) for a probability.
   *
   * @param logits of all classes, [N×classes]
   * @return of the same shape
   */
  public Tensor gradient(Tensor logits) {
    int classes = count(logits);
    float[] gradient = new float[logits.size()];
    for (int n = 0; n < logits.shape().dim(0); n++) {
      int at = n * classes;
      if (kind == Kind.LOGIT) {
        gradient[at + index] = 1;
      } else {
        double[] p = ClassScores.probabilities(item(logits, n, classes));
        for (int c = 0; c < classes; c++) {
          gradient[at + c] = (float) (p[index] * ((c == index ? 1 : 0) - p[c]));
        }
      }
    }
    return Tensor.of(logits.shape(), gradient);
  }

  private int count(Tensor logits) {
    int classes = ClassScores.count(logits);
    if (index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          "the network has the classes 0 to %d, got %d".formatted(classes - 1, index));
    }
    return classes;
  }

  private static float[] item(Tensor logits, int n, int classes) {
    return Arrays.copyOfRange(logits.floats(), n * classes, (n + 1) * classes);
  }
}
