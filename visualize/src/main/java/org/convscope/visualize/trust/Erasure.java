package org.convscope.visualize.trust;

import java.util.Arrays;
import java.util.Comparator;
import org.convscope.engine.CounterRandom;
import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.attribute.Subject;
import org.convscope.visualize.occlude.GaussianBlur;

/**
 * Deletion and insertion (Petsiuk et al. 2018): pixels are taken away from the image, or put into a
 * blurred copy of it, in the order of the map; the measure is the mean score on the way (the area
 * under the curve over the share of pixels). A good map deletes to a small area and inserts to a
 * large one, both compared with a random order.
 *
 * @param deletion area under the deletion curve
 * @param insertion area under the insertion curve
 */
public record Erasure(double deletion, double insertion) {
  /** Blur of the image that insertion starts from, in units of the shorter side. */
  private static final double BLUR = 0.1;

  /** In the order of a map, largest first; equal pixels in random order. */
  public static Erasure of(Subject subject, Plane map, TrustOptions options) {
    int[] ties = random(options, 0).permutation(map.values().length);
    return inOrder(subject, order(map.values(), ties), options);
  }

  /** The mean of some random orders. */
  public static Erasure control(Subject subject, TrustOptions options) {
    double deletion = 0;
    double insertion = 0;
    int pixels = subject.height() * subject.width();
    for (int i = 1; i <= options.controls(); i++) {
      Erasure one = inOrder(subject, random(options, i).permutation(pixels), options);
      deletion += one.deletion / options.controls();
      insertion += one.insertion / options.controls();
    }
    return new Erasure(deletion, insertion);
  }

  private static CounterRandom random(TrustOptions options, int stream) {
    return CounterRandom.of(options.seed()).stream("erasure").stream(stream);
  }

  private static int[] order(float[] map, int[] ties) {
    Integer[] order = new Integer[map.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = ties[i];
    }
    Arrays.sort(order, Comparator.comparingDouble((Integer p) -> -map[p]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  private static Erasure inOrder(Subject subject, int[] order, TrustOptions options) {
    float[] image = subject.image().floats();
    float[] nothing = new float[image.length];
    for (int i = 0; i < nothing.length; i++) {
      nothing[i] = options.baseline().get(i / order.length);
    }
    double sigma = BLUR * Math.min(subject.height(), subject.width());
    float[] blurred = new float[image.length];
    new GaussianBlur(sigma).apply(image, blurred, subject.height(), subject.width());
    return new Erasure(
        area(subject, image, nothing, order, options.steps()),
        area(subject, blurred, image, order, options.steps()));
  }

  /** The mean score while pixels change from one image to the other. */
  private static double area(Subject subject, float[] from, float[] to, int[] order, int steps) {
    double[] scores = new double[steps + 1];
    subject.forScores(
        steps + 1,
        (step, into, at) -> {
          System.arraycopy(from, 0, into, at, from.length);
          int changed = (int) ((long) order.length * step / steps);
          for (int i = 0; i < changed; i++) {
            for (int p = order[i]; p < from.length; p += order.length) {
              into[at + p] = to[p];
            }
          }
        },
        (step, score) -> scores[step] = score);
    double area = 0;
    for (int i = 0; i < steps; i++) {
      area += (scores[i] + scores[i + 1]) / (2 * steps);
    }
    return area;
  }
}
