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

  /**
   * The same map with pictures no larger than an overview shows them.
   *
   * @param maps how many maps the overview has
   */
  public static MapPatches thumbnails(MapPatches map, int maps) {
    int side = side(maps);
    return new MapPatches(
        map.title(),
        map.subtitle(),
        map.projections().stream().map(p -> thumbnail(p, side)).toList(),
        map.patches().stream().map(p -> thumbnail(p, side)).toList(),
        map.captions());
  }

  private static BufferedImage thumbnail(BufferedImage picture, int side) {
    int longer = Math.max(picture.getWidth(), picture.getHeight());
    if (longer <= side) {
      return picture;
    }
    double scale = (double) side / longer;
    return Images.resized(
        picture,
        (int) Math.max(1, Math.round(scale * picture.getHeight())),
        (int) Math.max(1, Math.round(scale * picture.getWidth())));
  }

  /** Many feature maps on one page; the more there are, the smaller each. */
  public static BufferedImage overview(String title, String subtitle, List<MapPatches> maps) {
    int most = maps.stream().mapToInt(m -> m.projections().size()).max().orElse(0);
    int least = maps.size() > 64 ? 24 : most > 1 ? 56 : 112;
    int cell = cell(maps, least, side(maps.size()));
    Grid grid = new Grid(columns(most), cell, CELL_GAP);
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

  /** Side of the largest picture in an overview of {@code maps} maps. */
  private static int side(int maps) {
    return maps > 160 ? 40 : maps > 64 ? 72 : 120;
  }

  private static int columns(int count) {
    return Math.max(1, (int) Math.ceil(Math.sqrt(count)));
  }
}
