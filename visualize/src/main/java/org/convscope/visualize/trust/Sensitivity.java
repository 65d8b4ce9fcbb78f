package org.convscope.visualize.trust;

import org.convscope.engine.CounterRandom;
import org.convscope.engine.Tensor;
import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.attribute.Subject;

/**
 * Sensitivity-max (Yeh et al. 2019): the largest change of a map, {@code ‖φ(x + δ) − φ(x)‖/‖φ(x)‖},
 * among some δ drawn evenly from the cube of side 2r. 0 is a map that noise does not change.
 */
public final class Sensitivity {
  private Sensitivity() {}

  /** The largest relative change; 0 for a map without any value that stays so. */
  public static double of(Subject subject, Plane map, Explainer explainer, TrustOptions options) {
    CounterRandom random = CounterRandom.of(options.seed()).stream("sensitivity");
    double largest = 0;
    for (int i = 0; i < options.neighbours(); i++) {
      Plane other = explainer.map(subject.with(moved(subject.image(), random.stream(i), options)));
      largest = Math.max(largest, change(map.values(), other.values()));
    }
    return largest;
  }

  private static Tensor moved(Tensor image, CounterRandom random, TrustOptions options) {
    float[] values = image.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) random.uniform(i, -options.radius(), options.radius());
    }
    return Tensor.of(image.shape(), values);
  }

  private static double change(float[] from, float[] to) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < from.length; i++) {
      difference += Math.pow(to[i] - from[i], 2);
      norm += (double) from[i] * from[i];
    }
    return difference == 0 ? 0 : Math.sqrt(difference / norm);
  }
}
