package org.convscope.visualize.render;

import java.awt.image.BufferedImage;

/**
 * A map of the importance of an image's places, as a picture of its own or over the photograph.
 * Maps are scaled by their 99.5th percentile of |value|; a map without any value is shown as such,
 * not divided by zero.
 */
public final class Overlay {
  private static final double OPACITY = 0.65;
  private static final double GREY_SHARE = 0.6;

  private Overlay() {}

  /**
   * A map as a picture: {@link Palette#HEAT} if nothing in it is negative, else {@link
   * Palette#DIVERGING} around zero.
   *
   * @param map values [H×W]
   */
  public static BufferedImage map(float[] map, int height, int width) {
    float limit = Contrast.of(map).limit();
    boolean signed = isSigned(map);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < map.length; p++) {
      image.setRGB(p % width, p / width, colour(map[p], limit, signed));
    }
    return image;
  }

  /**
   * A map over the photograph, which shows through in grey where the map says little.
   *
   * @param photo picture of any size
   * @param map values [H×W] over the same view, enlarged bilinearly to the photograph's size
   */
  public static BufferedImage over(BufferedImage photo, float[] map, int height, int width) {
    float limit = Contrast.of(map).limit();
    boolean signed = isSigned(map);
    int w = photo.getWidth();
    int h = photo.getHeight();
    BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        float value = between(map, height, width, (y + 0.5) * height / h, (x + 0.5) * width / w);
        double strength = Math.min(1, Math.abs(value) / limit);
        int ground = faded(photo.getRGB(x, y));
        image.setRGB(x, y, mixed(ground, colour(value, limit, signed), OPACITY * strength));
      }
    }
    return image;
  }

  /** The value between the centres of the map's cells; (y, x) in units of cells from the corner. */
  private static float between(float[] map, int height, int width, double y, double x) {
    double fy = Math.max(0, Math.min(height - 1.0, y - 0.5));
    double fx = Math.max(0, Math.min(width - 1.0, x - 0.5));
    int y0 = Math.min((int) fy, Math.max(0, height - 2));
    int x0 = Math.min((int) fx, Math.max(0, width - 2));
    int y1 = Math.min(height - 1, y0 + 1);
    int x1 = Math.min(width - 1, x0 + 1);
    double ty = fy - y0;
    double tx = fx - x0;
    double top = map[y0 * width + x0] * (1 - tx) + map[y0 * width + x1] * tx;
    double bottom = map[y1 * width + x0] * (1 - tx) + map[y1 * width + x1] * tx;
    return (float) (top * (1 - ty) + bottom * ty);
  }

  private static boolean isSigned(float[] map) {
    for (float v : map) {
      if (v < 0) {
        return true;
      }
    }
    return false;
  }

  private static int colour(float value, float limit, boolean signed) {
    return signed
        ? Palette.DIVERGING.rgb(0.5f + 0.5f * value / limit)
        : Palette.HEAT.rgb(value / limit);
  }

  /** Towards grey, so that the map's colours are not taken for the photograph's. */
  private static int faded(int rgb) {
    int grey = ((rgb >> 16 & 0xff) * 299 + (rgb >> 8 & 0xff) * 587 + (rgb & 0xff) * 114) / 1000;
    return mixed(rgb, grey << 16 | grey << 8 | grey, GREY_SHARE);
  }

  private static int mixed(int a, int b, double share) {
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = a >> shift & 0xff;
      int to = b >> shift & 0xff;
      rgb |= (int) Math.round(from + (to - from) * share) << shift;
    }
    return rgb;
  }
}
