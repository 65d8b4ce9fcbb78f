package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/** A page of maps over a photograph: a block per class, in it a picture per method. */
public final class AttributionSheet {
  private static final int MARGIN = 28;
  private static final int HEADER = 40;
  private static final int HEADING = 30;
  private static final int CELL = 208;
  private static final int GAP = 14;
  private static final int CAPTION = 38;
  private static final int MOST_COLUMNS = 6;

  private AttributionSheet() {}

  /**
   * One map.
   *
   * @param picture the map over the photograph
   * @param title the method
   * @param remark a second line, may be empty
   */
  public record Cell(BufferedImage picture, String title, String remark) {}

  /**
   * The maps of one class.
   *
   * @param heading the class and its score
   * @param cells one per method
   */
  public record Block(String heading, List<Cell> cells) {
    public Block {
      cells = List.copyOf(cells);
    }
  }

  /**
   * The page.
   *
   * @param photo what the network saw; first picture of every block
   */
  public static BufferedImage page(String title, BufferedImage photo, List<Block> blocks) {
    int most = blocks.stream().mapToInt(b -> b.cells().size()).max().orElse(0);
    int columns = Math.min(MOST_COLUMNS, most + 1);
    int height = MARGIN + HEADER;
    for (Block b : blocks) {
      height += blockHeight(b, columns);
    }
    Canvas canvas = new Canvas(2 * MARGIN + columns * (CELL + GAP) - GAP, height + MARGIN);
    double limit = columns * (CELL + GAP) - GAP;
    canvas.text(Canvas.fitted(title, 18, limit), MARGIN, MARGIN + 16, 18, Canvas.INK);
    int y = MARGIN + HEADER;
    for (Block b : blocks) {
      canvas.text(Canvas.fitted(b.heading(), 15, limit), MARGIN, y + 18, 15, Canvas.INK);
      draw(canvas, new Cell(photo, "what the network sees", ""), MARGIN, y + HEADING);
      for (int i = 0; i < b.cells().size(); i++) {
        int at = i + 1;
        int x = MARGIN + at % columns * (CELL + GAP);
        draw(canvas, b.cells().get(i), x, y + HEADING + at / columns * (CELL + CAPTION));
      }
      y += blockHeight(b, columns);
    }
    return canvas.finished();
  }

  private static int blockHeight(Block b, int columns) {
    int rows = (b.cells().size() + columns) / columns;
    return HEADING + rows * (CELL + CAPTION) + GAP;
  }

  private static void draw(Canvas canvas, Cell cell, int x, int y) {
    canvas.image(cell.picture(), x, y, CELL);
    canvas.text(cell.title(), x, y + CELL + 14, 12.5, Canvas.INK);
    canvas.textWithin(cell.remark(), x, y + CELL + 28, 10.5, CELL);
  }
}
