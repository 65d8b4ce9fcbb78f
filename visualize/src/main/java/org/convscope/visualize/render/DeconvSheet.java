package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The pages of the deconvnet view, after Zeiler and Fergus 2013, Fig. 2: for each feature map a
 * square of projections next to the square of the photographs' patches.
 */
public final class DeconvSheet {
  private static final int MARGIN = 28;
  private static final int HEADER = 56;
  private static final int BLOCK_GAP = 26;
  private static final int BLOCK_TITLE = 22;
  private static final int PAIR_GAP = 8;
  private static final int CELL_GAP = 2;
  private static final int CAPTION = 18;

  /** Width that an overview should have about; fewer, larger blocks for large fields. */
  private static final int OVERVIEW_WIDTH = 1600;

  private DeconvSheet() {}

  /** One feature map as a page of its own, with a caption under every patch. */
  public static BufferedImage page(String title, MapPatches map) {
    int count = map.projections().size();
    int columns = columns(count);
    int cell = cell(List.of(map), 132, 224);
    int rows = (count + columns - 1) / columns;
    int side = columns * (cell + 4) - 4;
    int width = Math.max(2 * side + BLOCK_GAP, 320);
    Canvas canvas =
        new Canvas(2 * MARGIN + width, MARGIN + HEADER + rows * (cell + CAPTION + 4) + MARGIN / 2);
    canvas.text(title, MARGIN, MARGIN + 14, 18, Canvas.INK);
    String subtitle = map.title() + " · " + map.subtitle();
    canvas.textWithin(subtitle, MARGIN, MARGIN + 36, 13, width);
    for (int i = 0; i < count; i++) {
      int x = MARGIN + i % columns * (cell + 4);
      int y = MARGIN + HEADER + i / columns * (cell + CAPTION + 4);
      canvas.image(map.projections().get(i), x, y, cell);
      canvas.image(map.patches().get(i), x + side + BLOCK_GAP, y, cell);
      canvas.textWithin(map.captions().get(i), x + side + BLOCK_GAP, y + cell + 13, 10.5, cell);
    }
    return canvas.finished();
  }

  /** Many feature maps on one page. */
  public static BufferedImage overview(String title, String subtitle, List<MapPatches> maps) {
    int most = maps.stream().mapToInt(m -> m.projections().size()).max().orElse(0);
    Grid grid = new Grid(columns(most), cell(maps, most > 1 ? 56 : 112, 120), CELL_GAP);
    int block = 2 * grid.width() + PAIR_GAP;
    int columns = Math.min(maps.size(), Math.max(1, OVERVIEW_WIDTH / (block + BLOCK_GAP)));
    int rows = (maps.size() + columns - 1) / columns;
    int height = grid.height(most) + BLOCK_TITLE;
    int width = Math.max(320, columns * (block + BLOCK_GAP) - BLOCK_GAP);
    Canvas canvas =
        new Canvas(
            2 * MARGIN + width, MARGIN + HEADER + rows * (height + BLOCK_GAP) - BLOCK_GAP + MARGIN);
    canvas.text(title, MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.textWithin(subtitle, MARGIN, MARGIN + 36, 13, width);
    for (int i = 0; i < maps.size(); i++) {
      int x = MARGIN + i % columns * (block + BLOCK_GAP);
      int y = MARGIN + HEADER + i / columns * (height + BLOCK_GAP);
      MapPatches map = maps.get(i);
      canvas.text(map.title(), x, y + 13, 13, Canvas.INK);
      double after = Canvas.widthOf(map.title(), 13) + 8;
      canvas.textWithin(map.subtitle(), x + after, y + 13, 11.5, block - after);
      grid.draw(canvas, map.projections(), x, y + BLOCK_TITLE);
      grid.draw(canvas, map.patches(), x + grid.width() + PAIR_GAP, y + BLOCK_TITLE);
    }
    return canvas.finished();
  }

  /** Side of a cell: that of the patches, so that fine patterns are not averaged to grey. */
  private static int cell(List<MapPatches> maps, int least, int most) {
    int side =
        maps.stream()
            .flatMap(m -> m.patches().stream())
            .mapToInt(p -> Math.max(p.getWidth(), p.getHeight()))
            .max()
            .orElse(0);
    return Math.max(least, Math.min(most, side));
  }

  private static int columns(int count) {
    return Math.max(1, (int) Math.ceil(Math.sqrt(count)));
  }
}
