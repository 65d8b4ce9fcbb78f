package org.convscope.visualize.image;

import org.convscope.models.synthetic.Pixels;

/** A picture in RGB, 8 bits per channel. Immutable. */
public final class Photo {
  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * A photo over its pixels.
   *
   * @param rgb R, G, B of each pixel, row by row; owned by the photo from now on
   */
  Photo(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "photo: width × height pixels of 3 bytes are needed, got %d×%d and %d bytes"
              .formatted(width, height, rgb.length));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** A drawn picture. */
  static Photo of(Pixels drawn) {
    int plane = drawn.size() * drawn.size();
    byte[] planes = new byte[3 * plane];
    drawn.copyTo(planes, 0);
    byte[] rgb = new byte[3 * plane];
    for (int p = 0; p < plane; p++) {
      rgb[3 * p] = planes[p];
      rgb[3 * p + 1] = planes[plane + p];
      rgb[3 * p + 2] = planes[2 * plane + p];
    }
    return new Photo(drawn.size(), drawn.size(), rgb);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Level 0…255 of channel {@code c} (0 red, 1 green, 2 blue). */
  public int level(int x, int y, int c) {
    return rgb[3 * (y * width + x) + c] & 0xff;
  }

  /** The planes of R, G and B [3×H×W], each level 0…255 as a float. */
  public float[] planes() {
    int plane = width * height;
    float[] planes = new float[3 * plane];
    for (int p = 0; p < plane; p++) {
      for (int c = 0; c < 3; c++) {
        planes[c * plane + p] = rgb[3 * p + c] & 0xff;
      }
    }
    return planes;
  }

  /** The pixel store, not a copy. */
  byte[] rgb() {
    return rgb;
  }
}
