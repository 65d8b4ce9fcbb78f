package org.convscope.visualize.trust;

import java.util.BitSet;
import org.convscope.visualize.attribute.Plane;

/**
 * Whether a map lies on the object.
 *
 * @param hit whether its largest value does: the pointing game (Zhang et al. 2016), without
 *     tolerance; of several equal pixels the first counts
 * @param mass the share of its positive values that does
 * @param area the share of the image that the object takes, which is what chance gives for both
 */
public record Localisation(boolean hit, double mass, double area) {
  /** Of a map and the pixels of the object, numbered row by row. */
  public static Localisation of(Plane map, BitSet object) {
    float[] values = map.values();
    int best = 0;
    double inside = 0;
    double all = 0;
    for (int p = 0; p < values.length; p++) {
      best = values[p] > values[best] ? p : best;
      double v = Math.max(0, values[p]);
      all += v;
      inside += object.get(p) ? v : 0;
    }
    double area = (double) object.cardinality() / values.length;
    return new Localisation(values[best] > 0 && object.get(best), all > 0 ? inside / all : 0, area);
  }
}
