package org.convscope.visualize.correspond;

import java.util.List;

/**
 * How differently a change of several images moves their features: the mean over all pairs of
 * images of the Hamming distance of signs, divided by the number of features. 0 where all features
 * of all images move the same way; a feature that stays (sign 0) differs from one that moves.
 *
 * @param mean over pairs and features, 0…1; the paper's Δ normalised
 * @param deviation standard deviation over pairs (of the population)
 * @param pairs number of pairs
 */
public record SignDistance(double mean, double deviation, int pairs) {
  /**
   * The distance between changes.
   *
   * @param signs −1, 0 or 1 of each feature's change, by image; all of one length
   */
  public static SignDistance of(List<byte[]> signs) {
    int count = signs.size();
    double sum = 0;
    double squares = 0;
    int pairs = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        double distance = distance(signs.get(i), signs.get(j));
        sum += distance;
        squares += distance * distance;
        pairs++;
      }
    }
    double mean = sum / pairs;
    return new SignDistance(mean, Math.sqrt(Math.max(0, squares / pairs - mean * mean)), pairs);
  }

  /** Several distances over as many pairs each as one over all of their pairs. */
  static SignDistance together(List<SignDistance> each) {
    double mean = each.stream().mapToDouble(SignDistance::mean).average().orElseThrow();
    double squares =
        each.stream()
            .mapToDouble(d -> d.deviation() * d.deviation() + d.mean() * d.mean())
            .average()
            .orElseThrow();
    int pairs = each.stream().mapToInt(SignDistance::pairs).sum();
    return new SignDistance(mean, Math.sqrt(Math.max(0, squares - mean * mean)), pairs);
  }

  private static double distance(byte[] a, byte[] b) {
    int different = 0;
    for (int i = 0; i < a.length; i++) {
      different += a[i] != b[i] ? 1 : 0;
    }
    return (double) different / a.length;
  }
}
