package org.convscope.visualize.attribute;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.CounterRandom;

/**
 * SmoothGrad (Smilkov et al. 2017): the mean gradient of noisy copies {@code x + N(0, σ²)}, {@code
 * σ = level·(max x − min x)}, shown as its largest absolute value over the channels.
 */
public final class SmoothGrad {
  private SmoothGrad() {}

  /**
   * How much noise.
   *
   * @param level standard deviation as a share of the range of x
   * @param samples noisy copies
   */
  public record Options(double level, int samples) {
    /** As in the paper's examples. */
    public static final Options USUAL = new Options(0.15, 25);

    public Options {
      if (level < 0 || samples < 1) {
        throw new IllegalArgumentException(
            "smoothgrad: a level of 0 or more and at least 1 sample are needed, got %s and %d"
                .formatted(level, samples));
      }
    }
  }

  static Attribution of(Subject subject, AttributionOptions options) {
    float[] x = subject.image().floats();
    double sigma = options.smooth().level() * range(x);
    CounterRandom random = CounterRandom.of(options.seed()).stream("smoothgrad");
    double[] sum = new double[x.length];
    subject.forGradients(
        options.smooth().samples(),
        (item, into, at) -> {
          CounterRandom noise = random.stream(item);
          for (int i = 0; i < x.length; i++) {
            into[at + i] = (float) (x[i] + sigma * noise.gaussian(i));
          }
        },
        (item, gradients, at) -> {
          for (int i = 0; i < sum.length; i++) {
            sum[i] += gradients[at + i];
          }
        });
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / options.smooth().samples());
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("samples", options.smooth().samples());
    facts.put("sigma", sigma);
    return Attribution.largest(subject, mean, facts);
  }

  private static double range(float[] x) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float v : x) {
      least = Math.min(least, v);
      most = Math.max(most, v);
    }
    return most - least;
  }
}
