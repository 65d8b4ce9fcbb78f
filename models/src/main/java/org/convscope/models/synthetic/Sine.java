package org.convscope.models.synthetic;

/** A table of the sine, ten times as fast as {@link StrictMath} and just as reproducible. */
final class Sine {
  private static final int STEPS = 1024;
  private static final double[] TABLE = table();

  private Sine() {}

  private static double[] table() {
    double[] table = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      table[i] = StrictMath.sin(2 * Math.PI * i / STEPS);
    }
    return table;
  }

  /** sin(2π·turns), linear between 1024 steps. */
  static double of(double turns) {
    double position = (turns - Math.floor(turns)) * STEPS;
    int step = (int) position;
    return step == STEPS ? 0 : TABLE[step] + (position - step) * (TABLE[step + 1] - TABLE[step]);
  }
}
