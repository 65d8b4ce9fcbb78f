package org.convscope.models.train;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to look at an image: shifted, edges repeated, and perhaps mirrored.
 *
 * @param dy rows down
 * @param dx columns to the right
 * @param mirrored left and right swapped
 */
public record View(int dy, int dx, boolean mirrored) {
  /** The image as it is. */
  public static final View CENTRE = new View(0, 0, false);

  /**
   * The ten views of Krizhevsky et al. 2012 and of Zeiler and Fergus 2013: the four corners and the
   * centre of the image with a margin around it, each also mirrored.
   *
   * @param margin pixels that a corner lies off the centre, at least 1
   */
  public static List<View> ten(int margin) {
    if (margin < 1) {
      throw new IllegalArgumentException(
          "ten crops: a margin of at least 1 pixel is needed, got " + margin);
    }
    List<View> views = new ArrayList<>();
    for (boolean mirrored : new boolean[] {false, true}) {
      views.add(new View(0, 0, mirrored));
      for (int dy : new int[] {-margin, margin}) {
        for (int dx : new int[] {-margin, margin}) {
          views.add(new View(dy, dx, mirrored));
        }
      }
    }
    return views;
  }

  /**
   * The image as floats 0…255, [3×H×W].
   *
   * @param pixels planes as in {@link Labelled}
   */
  float[] of(byte[] pixels, int height, int width) {
    float[] out = new float[3 * height * width];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        int row = (c * height + clamp(y + dy, height)) * width;
        for (int x = 0; x < width; x++) {
          int from = clamp((mirrored ? width - 1 - x : x) + dx, width);
          out[(c * height + y) * width + x] = pixels[row + from] & 0xff;
        }
      }
    }
    return out;
  }

  private static int clamp(int position, int size) {
    return Math.max(0, Math.min(size - 1, position));
  }
}
