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

  /** The limit at the 99.5th percentile of |value| over everything that is shown together. */
  public static Contrast of(float[]... values) {
    int count = Arrays.stream(values).mapToInt(v -> v.length).sum();
    float[] all = new float[count];
    int n = 0;
    for (float[] part : values) {
      for (float v : part) {
        all[n++] = Math.abs(v);
      }
    }
    Arrays.sort(all);
    float limit = n == 0 ? 0 : all[(int) Math.min(n - 1L, Math.round(PERCENTILE * (n - 1)))];
    if (limit == 0 && n > 0) {
      limit = all[n - 1];
    }
    return new Contrast(limit > 0 && Float.isFinite(limit) ? limit : 1f);
  }

  /** The level 0…255 of a value. */
  public int level(float value) {
    float scaled = 127.5f + 127.5f * value / limit;
    return Math.max(0, Math.min(255, Math.round(scaled)));
  }
}
