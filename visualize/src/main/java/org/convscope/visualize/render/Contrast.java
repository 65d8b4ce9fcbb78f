package org.convscope.visualize.render;

import java.util.Arrays;

/**
 * How signed numbers become grey levels: 0 is mid-grey, ±limit black and white, the same for R, G
 * and B (METHODS of the deconvnet literature: each map is scaled on its own).
 *
 * @param limit absolute value that is shown as black or white; positive
 */
public record Contrast(float limit) {
  private static final double PERCENTILE = 0.995;
  private static final int HALVES = 1 << 16;

  /** The limit at the 99.5th percentile of |value| over everything that is shown together. */
  public static Contrast of(float[]... values) {
    int count = Arrays.stream(values).mapToInt(v -> v.length).sum();
    if (count == 0) {
      return new Contrast(1f);
    }
    float limit = ranked(values, (int) Math.min(count - 1L, Math.round(PERCENTILE * (count - 1))));
    if (limit == 0) {
      limit = ranked(values, count - 1);
    }
    return new Contrast(limit > 0 && Float.isFinite(limit) ? limit : 1f);
  }

  /**
   * The |value| that {@code rank} others come before in ascending order, NaN last. The bits of
   * floats that are not negative are in the order of the floats, so counting their upper halves and
   * then the lower halves below the right upper one finds it without sorting.
   */
  private static float ranked(float[][] values, int rank) {
    int[] uppers = new int[HALVES];
    for (float[] part : values) {
      for (float v : part) {
        uppers[Float.floatToIntBits(Math.abs(v)) >>> 16]++;
      }
    }
    int upper = 0;
    int before = 0;
    while (before + uppers[upper] <= rank) {
      before += uppers[upper++];
    }
    int[] lowers = new int[HALVES];
    for (float[] part : values) {
      for (float v : part) {
        int bits = Float.floatToIntBits(Math.abs(v));
        if (bits >>> 16 == upper) {
          lowers[bits & HALVES - 1]++;
        }
      }
    }
    int lower = 0;
    while (before + lowers[lower] <= rank) {
      before += lowers[lower++];
    }
    return Float.intBitsToFloat(upper << 16 | lower);
  }

  /** The level 0…255 of a value. */
  public int level(float value) {
    float scaled = 127.5f + 127.5f * value / limit;
    return Math.max(0, Math.min(255, Math.round(scaled)));
  }
}
