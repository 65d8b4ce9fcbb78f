package org.convscope.visualize.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * A letter in one size and at one fraction of a pixel: how much of each pixel its outline covers.
 *
 * @param left first column, relative to the pixel that the pen is in
 * @param top first row, relative to the base line
 * @param width in pixels; 0 for a blank
 * @param coverage 0…255, row by row
 */
record Glyph(int left, int top, int width, byte[] coverage) {
  private static final int FULL = 255;

  /** What an outline covers, where its origin is the pen's place on the base line. */
  static Glyph of(Shape outline) {
    Rectangle bounds = outline.getBounds();
    if (bounds.isEmpty()) {
      return new Glyph(0, 0, 0, new byte[0]);
    }
    BufferedImage drawn =
        new BufferedImage(bounds.width, bounds.height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = drawn.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.translate(-bounds.x, -bounds.y);
    g.fill(outline);
    g.dispose();
    int[] pixels = pixels(drawn);
    byte[] coverage = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      coverage[i] = (byte) pixels[i];
    }
    return new Glyph(bounds.x, bounds.y, bounds.width, coverage);
  }

  /**
   * Mixes a colour into a page as far as each pixel is covered.
   *
   * @param page of {@link BufferedImage#TYPE_INT_RGB}
   * @param penX column of the pen
   * @param penY row of the base line
   */
  void draw(BufferedImage page, int penX, int penY, int rgb) {
    int[] pixels = pixels(page);
    int height = width == 0 ? 0 : coverage.length / width;
    for (int y = 0; y < height; y++) {
      int row = penY + top + y;
      for (int x = 0; x < width; x++) {
        int column = penX + left + x;
        int covered = coverage[y * width + x] & FULL;
        if (covered > 0
            && row >= 0
            && row < page.getHeight()
            && column >= 0
            && column < page.getWidth()) {
          int at = row * page.getWidth() + column;
          pixels[at] = mixed(pixels[at], rgb, covered);
        }
      }
    }
  }

  private static int mixed(int under, int over, int covered) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int from = under >> shift & FULL;
      int to = over >> shift & FULL;
      mixed |= from + Math.round((to - from) * covered / (float) FULL) << shift;
    }
    return mixed;
  }

  private static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
