package org.convscope.visualize.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Numbers that belong to positions on a photograph, drawn as tiles around those positions over the
 * photograph in grey.
 *
 * @param photo what they belong to
 * @param tops first row of each row of tiles, in pixels, and the end of the last one
 * @param lefts first column of each column of tiles, in pixels, and the end of the last one
 */
public record PositionMap(BufferedImage photo, int[] tops, int[] lefts) {
  private static final double OPACITY = 0.72;

  /**
   * The tiles in the colours of {@link Palette#HEAT}.
   *
   * @param values row by row
   * @param limit value of the brightest colour; dark is 0
   */
  public BufferedImage heat(float[] values, double limit) {
    Color[] colours = new Color[values.length];
    for (int i = 0; i < values.length; i++) {
      colours[i] = new Color(Palette.HEAT.rgb(limit > 0 ? (float) (values[i] / limit) : 0));
    }
    return tiles(colours);
  }

  /** The tiles in any colours, row by row; null leaves a tile open. */
  public BufferedImage tiles(Color[] colours) {
    BufferedImage image =
        new BufferedImage(photo.getWidth(), photo.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < photo.getHeight(); y++) {
      for (int x = 0; x < photo.getWidth(); x++) {
        int rgb = photo.getRGB(x, y);
        int grey = ((rgb >> 16 & 0xff) * 299 + (rgb >> 8 & 0xff) * 587 + (rgb & 0xff) * 114) / 1000;
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    Graphics2D g = image.createGraphics();
    int columns = lefts.length - 1;
    for (int i = 0; i < colours.length; i++) {
      if (colours[i] != null) {
        Color c = colours[i];
        g.setColor(
            new Color(c.getRed(), c.getGreen(), c.getBlue(), (int) Math.round(255 * OPACITY)));
        int y = tops[i / columns];
        int x = lefts[i % columns];
        g.fillRect(x, y, lefts[i % columns + 1] - x, tops[i / columns + 1] - y);
      }
    }
    g.dispose();
    return image;
  }
}
