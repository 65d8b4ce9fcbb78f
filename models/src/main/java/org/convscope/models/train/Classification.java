package org.convscope.models.train;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.Tensor;

/** Reading class scores. */
final class Classification {
  private Classification() {}

  /** Index of the largest score of each row of [N×classes]; the first one on a tie. */
  static List<Integer> largest(Tensor scores) {
    int classes = scores.shape().dim(1);
    double[] s = scores.toDoubles();
    List<Integer> best = new ArrayList<>();
    for (int n = 0; n < scores.shape().dim(0); n++) {
      int at = 0;
      for (int c = 1; c < classes; c++) {
        if (s[n * classes + c] > s[n * classes + at]) {
          at = c;
        }
      }
      best.add(at);
    }
    return best;
  }
}
