package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Pictures in equal square cells, row by row, with a gap between them.
 *
 * @param columns cells per row
 * @param cell side of a cell in pixels
 * @param gap pixels between cells
 */
public record Grid(int columns, int cell, int gap) {
  /** Width in pixels of a full row. */
  public int width() {
    return columns * cell + (columns - 1) * gap;
  }

  /** Height in pixels that {@code count} pictures take. */
  public int height(int count) {
    int rows = (count + columns - 1) / columns;
    return Math.max(0, rows * (cell + gap) - gap);
  }

  /** Draws pictures with the top left corner at (x, y), each scaled into its cell, centred. */
  void draw(Canvas canvas, List<BufferedImage> pictures, int x, int y) {
    for (int i = 0; i < pictures.size(); i++) {
      canvas.image(
          pictures.get(i), x + i % columns * (cell + gap), y + i / columns * (cell + gap), cell);
    }
  }
}
