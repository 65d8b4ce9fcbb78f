package org.convscope.visualize.trust;

import java.util.Arrays;
import java.util.Comparator;

/** Rank correlation. */
final class Spearman {
  private Spearman() {}

  /** The correlation of the ranks of |a| and |b|, equal ones sharing theirs; 0 if one is even. */
  static double ofAbsolute(float[] a, float[] b) {
    double[] ra = ranks(a);
    double[] rb = ranks(b);
    double mean = (a.length - 1) / 2.0;
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < ra.length; i++) {
      both += (ra[i] - mean) * (rb[i] - mean);
      squaresA += (ra[i] - mean) * (ra[i] - mean);
      squaresB += (rb[i] - mean) * (rb[i] - mean);
    }
    return squaresA == 0 || squaresB == 0 ? 0 : both / Math.sqrt(squaresA * squaresB);
  }

  private static double[] ranks(float[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> Math.abs(values[i])));
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to < order.length && Math.abs(values[order[to]]) == Math.abs(values[order[from]])) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
