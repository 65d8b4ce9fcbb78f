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

  /** Bits of one of the {@link #DIGITS} digits that a value's bits are read as. */
  private static final int DIGIT_BITS = 11;

  private static final int DIGITS = 3;

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
   * floats that are not negative are in the order of the floats, so counting their uppermost
   * digits, then the next digits of those that share the right uppermost one, and so on finds it
   * without sorting.
   */
  private static float ranked(float[][] values, int rank) {
    int found = 0;
    int left = rank;
    for (int shift = (DIGITS - 1) * DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
      int[] counts = new int[1 << DIGIT_BITS];
      for (float[] part : values) {
        count(part, found, shift, counts);
      }
      int digit = 0;
      while (counts[digit] <= left) {
        left -= counts[digit++];
      }
      found |= digit << shift;
    }
    return Float.intBitsToFloat(found);
  }

  /** Counts the digits at {@code shift} of the values that agree with {@code found} above it. */
  private static void count(float[] values, int found, int shift, int[] counts) {
    long above = -1L << shift + DIGIT_BITS;
    for (float v : values) {
      int bits = Float.floatToIntBits(Math.abs(v));
      if ((bits & above) == (found & above)) {
        counts[bits >>> shift & counts.length - 1]++;
      }
    }
  }

  /** The level 0…255 of a value. */
  public int level(float value) {
    float scaled = 127.5f + 127.5f * value / limit;
    return Math.max(0, Math.min(255, Math.round(scaled)));
  }
}
