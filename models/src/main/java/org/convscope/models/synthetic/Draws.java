package org.convscope.models.synthetic;

import org.convscope.engine.CounterRandom;

/** The numbers of a {@link CounterRandom} stream one after another, in the ranges drawing needs. */
final class Draws {
  private final CounterRandom random;
  private long counter;

  Draws(CounterRandom random) {
    this.random = random;
  }

  /** An independent stream for a purpose; does not depend on what was drawn here before. */
  Draws fork(String purpose) {
    return new Draws(random.stream(purpose));
  }

  /** 64 random bits. */
  long bits() {
    return random.bits(counter++);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return random.uniform(counter++);
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return random.uniform(counter++, low, high);
  }

  /** Uniform integer in [low, high]. */
  int integer(int low, int high) {
    return low + random.below(counter++, high - low + 1);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /** An angle in [0, 2π). */
  double angle() {
    return between(0, 2 * Math.PI);
  }
}
