package org.convscope.models.train;

import java.util.Map;

/**
 * How a step is made of a gradient.
 *
 * @param schedule learning rate by step
 * @param smoothing label smoothing in [0, 1)
 * @param gradientNorm largest joint norm of the gradients; infinite for no limit
 * @param filterLimits largest root mean square of a filter, by weight name
 * @param seed of dropout and shuffling
 */
public record Recipe(
    Schedule schedule,
    double smoothing,
    double gradientNorm,
    Map<String, Double> filterLimits,
    long seed) {
  public Recipe {
    filterLimits = Map.copyOf(filterLimits);
    if (!(gradientNorm > 0)) {
      throw new IllegalArgumentException(
          "training: the gradient norm's limit must be positive, got " + gradientNorm);
    }
  }

  /** A schedule and a seed, nothing else. */
  public static Recipe plain(Schedule schedule, long seed) {
    return new Recipe(schedule, 0, Double.POSITIVE_INFINITY, Map.of(), seed);
  }
}
