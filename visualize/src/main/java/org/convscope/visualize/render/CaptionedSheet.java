package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures in a grid on a page with a title, each with a caption below. */
public final class CaptionedSheet {
  private static final int MARGIN = 14;
  private static final int HEAD = 40;
  private static final int CAPTION = 20;
  private static final int GAP = 10;
  private static final double TITLE_SIZE = 16;
  private static final double TEXT_SIZE = 12;

  private CaptionedSheet() {}

  /** One picture and what it says below. */
  public record Item(BufferedImage picture, String caption) {}

  /**
   * The page.
   *
   * @param cell side of the square that each picture is fitted into, in pixels
   */
  public static BufferedImage page(String title, List<Item> items, int columns, int cell) {
    int across = Math.min(columns, items.size());
    int rows = (items.size() + across - 1) / across;
    int width = Math.max(2 * MARGIN + across * (cell + GAP) - GAP, 2 * MARGIN + cell);
    Canvas canvas = new Canvas(width, HEAD + rows * (cell + CAPTION + GAP) + MARGIN - GAP);
    canvas.text(title, MARGIN, HEAD - 15, TITLE_SIZE, Canvas.INK);
    for (int i = 0; i < items.size(); i++) {
      int x = MARGIN + i % across * (cell + GAP);
      int y = HEAD + i / across * (cell + CAPTION + GAP);
      canvas.image(items.get(i).picture(), x, y, cell);
      canvas.textWithin(items.get(i).caption(), x, y + cell + 14, TEXT_SIZE, cell);
    }
    return canvas.finished();
  }
}
