package org.convscope.models.train;

/** A learning rate as a function of the step. */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate of a step.
   *
   * @param step from 0
   * @param steps how many there are in all
   */
  double at(long step, long steps);

  /** Always the same. */
  static Schedule constant(double rate) {
    return (step, steps) -> rate;
  }

  /** {@code rate} times {@code factor} after every {@code share} (0…1) of the steps. */
  static Schedule step(double rate, double factor, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("schedule: the share lies in (0, 1], got " + share);
    }
    return (step, steps) -> rate * Math.pow(factor, Math.floor(step / (share * steps)));
  }

  /** Half a cosine from {@code rate} down to 0 (Loshchilov and Hutter 2016, without restarts). */
  static Schedule cosine(double rate) {
    return (step, steps) -> rate * 0.5 * (1 + Math.cos(Math.PI * step / steps));
  }

  /** This schedule, scaled up linearly from almost 0 over the first {@code warm} steps. */
  default Schedule withWarmUp(long warm) {
    return (step, steps) -> at(step, steps) * Math.min(1, (step + 1.0) / (warm + 1.0));
  }
}
