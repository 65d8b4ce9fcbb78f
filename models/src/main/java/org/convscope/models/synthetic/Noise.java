package org.convscope.models.synthetic;

/** Smooth random function of the plane: random values on a 32×32 lattice that repeats. */
final class Noise {
  private static final int PERIOD = 32;
  private final float[] lattice = new float[PERIOD * PERIOD];

  Noise(Draws draws) {
    for (int i = 0; i < lattice.length; i += 2) {
      long bits = draws.bits();
      lattice[i] = (bits >>> 40) * 0x1p-23f - 1;
      lattice[i + 1] = (bits & 0xffffff) * 0x1p-23f - 1;
    }
  }

  /** A value in −1…1; one lattice cell per unit. */
  float at(double x, double y) {
    int column = floor(x);
    int row = floor(y);
    float s = smooth((float) (x - column));
    float t = smooth((float) (y - row));
    int left = column & (PERIOD - 1);
    int right = (column + 1) & (PERIOD - 1);
    int upper = (row & (PERIOD - 1)) * PERIOD;
    int lower = ((row + 1) & (PERIOD - 1)) * PERIOD;
    float a = lattice[upper + left] + s * (lattice[upper + right] - lattice[upper + left]);
    float b = lattice[lower + left] + s * (lattice[lower + right] - lattice[lower + left]);
    return a + t * (b - a);
  }

  /** Twice as fast as {@link Math#floor} on the way to an integer. */
  private static int floor(double x) {
    int truncated = (int) x;
    return x < truncated ? truncated - 1 : truncated;
  }

  private static float smooth(float t) {
    return t * t * (3 - 2 * t);
  }
}
