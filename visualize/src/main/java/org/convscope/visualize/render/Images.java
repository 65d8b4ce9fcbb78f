package org.convscope.visualize.render;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures made of planes of numbers. */
public final class Images {
  private Images() {}

  /**
   * A projection as a colour picture (one plane gives grey).
   *
   * @param planes signed values [C×H×W], C = 1 or 3, RGB order
   */
  public static BufferedImage signed(float[] planes, int height, int width, Contrast contrast) {
    int plane = height * width;
    int channels = planes.length / plane;
    int[] rgb = new int[plane];
    for (int p = 0; p < plane; p++) {
      int r = contrast.level(planes[p]);
      int g = contrast.level(planes[(channels > 1 ? 1 : 0) * plane + p]);
      int b = contrast.level(planes[(channels > 2 ? 2 : 0) * plane + p]);
      rgb[p] = r << 16 | g << 8 | b;
    }
    return image(rgb, height, width);
  }

  /**
   * A photograph from colour planes.
   *
   * @param planes R, G and B [3×H×W], 0…255; what lies outside is clamped
   */
  public static BufferedImage photo(float[] planes, int height, int width) {
    int plane = height * width;
    int[] rgb = new int[plane];
    for (int p = 0; p < plane; p++) {
      rgb[p] =
          level(planes[p]) << 16 | level(planes[plane + p]) << 8 | level(planes[2 * plane + p]);
    }
    return image(rgb, height, width);
  }

  /**
   * A feature map of non-negative activations in the colours of {@link Palette#HEAT}.
   *
   * @param map values [H×W]
   * @param limit value that gets the last colour; 0 gives an all-dark picture
   */
  public static BufferedImage heat(float[] map, int height, int width, float limit) {
    int[] rgb = new int[map.length];
    for (int p = 0; p < map.length; p++) {
      rgb[p] = Palette.HEAT.rgb(limit > 0 ? map[p] / limit : 0);
    }
    return image(rgb, height, width);
  }

  /**
   * A picture at another size: bicubic when it grows, so that a small receptive field reads as the
   * pattern it is and not as tiles; averaged by halves first when it shrinks.
   */
  public static BufferedImage resized(BufferedImage image, int height, int width) {
    BufferedImage from = image;
    while (from.getWidth() >= 2 * width && from.getHeight() >= 2 * height) {
      from = drawn(from, from.getHeight() / 2, from.getWidth() / 2, bilinear());
    }
    return drawn(from, height, width, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
  }

  private static Object bilinear() {
    return RenderingHints.VALUE_INTERPOLATION_BILINEAR;
  }

  private static BufferedImage drawn(BufferedImage from, int height, int width, Object how) {
    BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = to.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, how);
    g.drawImage(from, 0, 0, width, height, null);
    g.dispose();
    return to;
  }

  private static BufferedImage image(int[] rgb, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.getRaster().setDataElements(0, 0, width, height, rgb);
    return image;
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(value)));
  }
}
