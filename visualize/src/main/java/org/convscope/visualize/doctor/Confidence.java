package org.convscope.visualize.doctor;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.Tensor;
import org.convscope.visualize.classes.ClassScores;

/**
 * How sure and how varied a classifier's answers are. The mutual information between image and
 * answer, H(mean p) − mean H(p), is high only if the network is sure of each image and not always
 * of the same class: input that it was not trained for makes it unsure, or sure of one class
 * whatever it sees.
 *
 * <p>Larger pixels make larger logits and so surer answers, though not better ones. Answers are
 * therefore compared at one spread of the logits, {@link #information(double)}.
 */
public final class Confidence {
  private final List<float[]> answers = new ArrayList<>();

  /**
   * Counts more answers.
   *
   * @param logits [N×classes]
   */
  public void add(Tensor logits) {
    int classes = ClassScores.count(logits);
    for (int n = 0; n < logits.shape().dim(0); n++) {
      float[] item = new float[classes];
      System.arraycopy(logits.floats(), n * classes, item, 0, classes);
      answers.add(item);
    }
  }

  /** Mean probability of the most probable class. */
  public double top() {
    double sum = 0;
    for (float[] logits : answers) {
      double top = 0;
      for (double p : ClassScores.probabilities(logits)) {
        top = Math.max(top, p);
      }
      sum += top;
    }
    return sum / answers.size();
  }

  /** Root mean square of the logits' deviation from their image's mean. */
  public double spread() {
    double squares = 0;
    long count = 0;
    for (float[] logits : answers) {
      double mean = 0;
      for (float l : logits) {
        mean += l;
      }
      mean /= logits.length;
      for (float l : logits) {
        squares += (l - mean) * (l - mean);
      }
      count += logits.length;
    }
    return Math.sqrt(squares / count);
  }

  /**
   * Mutual information between image and answer in nats, 0 … ln(classes), after the logits have
   * been scaled to this {@link #spread}.
   */
  public double information(double spread) {
    float factor = (float) (spread / Math.max(spread(), Double.MIN_NORMAL));
    double[] sum = new double[answers.get(0).length];
    double entropies = 0;
    for (float[] logits : answers) {
      float[] scaled = new float[logits.length];
      for (int c = 0; c < scaled.length; c++) {
        scaled[c] = logits[c] * factor;
      }
      double[] p = ClassScores.probabilities(scaled);
      for (int c = 0; c < p.length; c++) {
        sum[c] += p[c];
      }
      entropies += entropy(p, 1);
    }
    return entropy(sum, answers.size()) - entropies / answers.size();
  }

  private static double entropy(double[] p, double total) {
    double h = 0;
    for (double v : p) {
      h -= v > 0 ? v / total * Math.log(v / total) : 0;
    }
    return h;
  }
}
