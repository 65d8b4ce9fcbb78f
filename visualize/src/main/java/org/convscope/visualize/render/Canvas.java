package org.convscope.visualize.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** A white page to draw pictures and captions on. */
public final class Canvas {
  /** Text. */
  public static final Color INK = new Color(0x22262b);

  /** Secondary text. */
  public static final Color FAINT = new Color(0x6b7280);

  private static final Typeface SANS = Typeface.sans();

  private final BufferedImage image;
  private final Graphics2D graphics;

  public Canvas(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
  }

  /** Draws a picture into a square of side {@code cell}, keeping its proportions, centred. */
  public void image(BufferedImage picture, int x, int y, int cell) {
    int longer = Math.max(picture.getWidth(), picture.getHeight());
    int w = Math.max(1, Math.round((float) cell * picture.getWidth() / longer));
    int h = Math.max(1, Math.round((float) cell * picture.getHeight() / longer));
    boolean fits = picture.getWidth() == w && picture.getHeight() == h;
    BufferedImage shown = fits ? picture : Images.resized(picture, h, w);
    graphics.drawImage(shown, x + (cell - w) / 2, y + (cell - h) / 2, null);
  }

  /** Draws a picture in its own size; (x, y) is its top left corner. */
  public void picture(BufferedImage picture, int x, int y) {
    graphics.drawImage(picture, x, y, null);
  }

  /** Draws a filled square; (x, y) is its top left corner. */
  public void swatch(Color colour, int x, int y, int side) {
    graphics.setColor(colour);
    graphics.fillRect(x, y, side, side);
  }

  /** Draws a text; (x, y) is the left end of its base line. */
  public void text(String text, double x, int y, double size, Color colour) {
    SANS.draw(image, text, x, y, size, colour.getRGB());
  }

  /** Draws a text as {@link #text}, cut to {@code limit} pixels. */
  public void textWithin(String text, double x, int y, double size, double limit) {
    text(SANS.fitted(text, size, limit), x, y, size, FAINT);
  }

  /** The text, cut with an ellipsis where it is wider than {@code limit} pixels. */
  public static String fitted(String text, double size, double limit) {
    return SANS.fitted(text, size, limit);
  }

  /** Width of a text in pixels. */
  public static double widthOf(String text, double size) {
    return SANS.width(text, size);
  }

  /** The page; nothing can be drawn afterwards. */
  public BufferedImage finished() {
    graphics.dispose();
    return image;
  }
}
