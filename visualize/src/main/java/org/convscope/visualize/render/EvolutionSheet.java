package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The pages of an evolution, after Zeiler and Fergus 2013, Fig. 4: a column per checkpoint. */
public final class EvolutionSheet {
  private static final int MARGIN = 28;
  private static final int HEADER = 56;
  private static final int LABEL = 96;
  private static final int COLUMN_TITLE = 20;
  private static final int GAP = 3;
  private static final int ROW_GAP = 14;
  private static final int CELL = 104;

  private EvolutionSheet() {}

  /**
   * A feature map's pictures, one per checkpoint.
   *
   * @param title as in {@code map 7}
   * @param projections earliest first
   * @param patches what the units saw
   * @param activations their activations
   */
  public record Row(
      String title,
      List<BufferedImage> projections,
      List<BufferedImage> patches,
      List<Float> activations) {}

  /** All maps at all checkpoints: above the projection, below what the unit saw. */
  public static BufferedImage page(
      String title, String subtitle, List<String> stages, List<Row> rows) {
    int width = LABEL + stages.size() * (CELL + GAP) - GAP;
    int rowHeight = 2 * CELL + GAP + 14;
    int height = HEADER + COLUMN_TITLE + rows.size() * (rowHeight + ROW_GAP);
    Canvas canvas = new Canvas(2 * MARGIN + width, MARGIN + height + MARGIN / 2);
    canvas.text(title, MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.textWithin(subtitle, MARGIN, MARGIN + 36, 13, width);
    for (int s = 0; s < stages.size(); s++) {
      canvas.text(stages.get(s), x(s), MARGIN + HEADER + 12, 12, Canvas.INK);
    }
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      int y = MARGIN + HEADER + COLUMN_TITLE + r * (rowHeight + ROW_GAP);
      canvas.text(row.title(), MARGIN, y + 16, 13, Canvas.INK);
      for (int s = 0; s < stages.size(); s++) {
        canvas.image(row.projections().get(s), x(s), y, CELL);
        canvas.image(row.patches().get(s), x(s), y + CELL + GAP, CELL);
        String strength = "%.1f".formatted(row.activations().get(s));
        canvas.textWithin(strength, x(s), y + 2 * CELL + GAP + 12, 10.5, CELL);
      }
    }
    return canvas.finished();
  }

  private static int x(int stage) {
    return MARGIN + LABEL + stage * (CELL + GAP);
  }

  /** One picture per checkpoint with the projections of all maps, for an animation. */
  public static List<BufferedImage> frames(String title, List<String> stages, List<Row> rows) {
    int columns = (int) Math.ceil(Math.sqrt(rows.size()));
    Grid grid = new Grid(columns, CELL, GAP);
    int width = Math.max(240, grid.width());
    List<BufferedImage> frames = new ArrayList<>();
    for (int s = 0; s < stages.size(); s++) {
      int at = s;
      Canvas canvas = new Canvas(2 * MARGIN + width, MARGIN + 44 + grid.height(rows.size()) + 20);
      canvas.textWithin(title, MARGIN, MARGIN + 8, 13, width);
      canvas.text(stages.get(s), MARGIN, MARGIN + 30, 16, Canvas.INK);
      List<BufferedImage> now =
          IntStream.range(0, rows.size()).mapToObj(r -> rows.get(r).projections().get(at)).toList();
      grid.draw(canvas, now, MARGIN, MARGIN + 44);
      frames.add(canvas.finished());
    }
    return frames;
  }
}
