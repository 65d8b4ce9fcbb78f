package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Pictures on a page with a title, each with a caption above and beside it a square of the same
 * size with examples of what it shows.
 */
public final class ExampleSheet {
  private static final int MARGIN = 20;
  private static final int HEADER = 62;
  private static final int CAPTION = 20;
  private static final int BLOCK_GAP = 24;
  private static final int PAIR_GAP = 6;
  private static final int CELL_GAP = 2;
  private static final int SIDE = 228;
  private static final int COLUMNS = 4;

  private ExampleSheet() {}

  /** One picture, what it says above, and its examples, strongest first. */
  public record Item(BufferedImage picture, String caption, List<BufferedImage> examples) {}

  /** The page, with {@code subtitle} in smaller letters below the title. */
  public static BufferedImage page(String title, String subtitle, List<Item> items) {
    int columns = Math.min(COLUMNS, items.size());
    int rows = (items.size() + columns - 1) / columns;
    int block = 2 * SIDE + PAIR_GAP;
    int width = columns * (block + BLOCK_GAP) - BLOCK_GAP;
    int height = rows * (SIDE + CAPTION + BLOCK_GAP) - BLOCK_GAP;
    Canvas canvas = new Canvas(2 * MARGIN + width, HEADER + height + MARGIN);
    canvas.text(title, MARGIN, MARGIN + 8, 17, Canvas.INK);
    canvas.textWithin(subtitle, MARGIN, MARGIN + 28, 12.5, width);
    for (int i = 0; i < items.size(); i++) {
      int x = MARGIN + i % columns * (block + BLOCK_GAP);
      int y = HEADER + i / columns * (SIDE + CAPTION + BLOCK_GAP);
      canvas.textWithin(items.get(i).caption(), x, y + 13, 12.5, block);
      canvas.image(items.get(i).picture(), x, y + CAPTION, SIDE);
      List<BufferedImage> examples = items.get(i).examples();
      int across = Math.max(1, (int) Math.ceil(Math.sqrt(examples.size())));
      Grid grid = new Grid(across, (SIDE - (across - 1) * CELL_GAP) / across, CELL_GAP);
      grid.draw(canvas, examples, x + SIDE + PAIR_GAP, y + CAPTION);
    }
    return canvas.finished();
  }
}
