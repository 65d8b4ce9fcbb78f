package org.convscope.visualize.rerun;

import java.awt.image.BufferedImage;

/**
 * How far two pictures are apart.
 *
 * @param pixels how many they have each
 * @param different how many of them differ
 * @param largest largest difference of a colour level, 0…255
 */
public record Comparison(int pixels, int different, int largest) {
  /**
   * Compares two pictures pixel by pixel.
   *
   * @throws IllegalArgumentException if their sizes differ
   */
  public static Comparison of(BufferedImage a, BufferedImage b) {
    if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
      throw new IllegalArgumentException(
          "rerun: the pictures must have one size, got %d×%d and %d×%d"
              .formatted(a.getWidth(), a.getHeight(), b.getWidth(), b.getHeight()));
    }
    int different = 0;
    int largest = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        int apart = apart(a.getRGB(x, y), b.getRGB(x, y));
        different += apart > 0 ? 1 : 0;
        largest = Math.max(largest, apart);
      }
    }
    return new Comparison(a.getWidth() * a.getHeight(), different, largest);
  }

  /** True if no pixel differs. */
  public boolean isSame() {
    return different == 0;
  }

  private static int apart(int p, int q) {
    int most = 0;
    for (int shift = 0; shift <= 24; shift += 8) {
      most = Math.max(most, Math.abs((p >>> shift & 0xff) - (q >>> shift & 0xff)));
    }
    return most;
  }
}
