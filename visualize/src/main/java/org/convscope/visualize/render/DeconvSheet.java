package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The pages of the deconvnet view, after Zeiler and Fergus 2013, Fig. 2: for each feature map a
 * square of projections next to the square of the photographs' patches.
 */
public final class DeconvSheet {
  private static final int MARGIN = 28;
  private static final int HEADER = 52;
  private static final int BLOCK_GAP = 26;
  private static final int BLOCK_TITLE = 22;
  private static final Grid SMALL = new Grid(3, 56, 2);
  private static final int CAPTION = 18;

  private DeconvSheet() {}

  /** One feature map as a page of its own, with a caption under every patch. */
  public static BufferedImage page(String title, MapPatches map) {
    int columns = columns(map.projections().size());
    int cell = 132;
    int rows = (map.projections().size() + columns - 1) / columns;
    int side = columns * (cell + 4) - 4;
    int width = 2 * MARGIN + 2 * side + BLOCK_GAP;
    Canvas canvas = new Canvas(width, MARGIN + HEADER + rows * (cell + CAPTION + 4) + MARGIN / 2);
    canvas.text(title, MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.text(map.title() + " · " + map.subtitle(), MARGIN, MARGIN + 36, 13, Canvas.FAINT);
    for (int i = 0; i < map.projections().size(); i++) {
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
    Grid grid = new Grid(columns(most), SMALL.cell(), SMALL.gap());
    int block = 2 * grid.width() + 8;
    int columns = maps.size() <= 4 ? Math.min(2, maps.size()) : maps.size() <= 9 ? 3 : 4;
    int rows = (maps.size() + columns - 1) / columns;
    int height = grid.height(most) + BLOCK_TITLE;
    Canvas canvas =
        new Canvas(
            2 * MARGIN + columns * (block + BLOCK_GAP) - BLOCK_GAP,
            MARGIN + HEADER + rows * (height + BLOCK_GAP) - BLOCK_GAP + MARGIN);
    canvas.text(title, MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.text(subtitle, MARGIN, MARGIN + 36, 13, Canvas.FAINT);
    for (int i = 0; i < maps.size(); i++) {
      int x = MARGIN + i % columns * (block + BLOCK_GAP);
      int y = MARGIN + HEADER + i / columns * (height + BLOCK_GAP);
      MapPatches map = maps.get(i);
      canvas.text(map.title(), x, y + 13, 13, Canvas.INK);
      canvas.text(
          map.subtitle(), x + Canvas.widthOf(map.title(), 13) + 8, y + 13, 11.5, Canvas.FAINT);
      grid.draw(canvas, map.projections(), x, y + BLOCK_TITLE);
      grid.draw(canvas, map.patches(), x + grid.width() + 8, y + BLOCK_TITLE);
    }
    return canvas.finished();
  }

  private static int columns(int count) {
    return Math.max(1, (int) Math.ceil(Math.sqrt(count)));
  }
}
