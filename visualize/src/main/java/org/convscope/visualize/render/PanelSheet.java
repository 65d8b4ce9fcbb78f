package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** A page of panels in rows of three, with a chart below them. */
public final class PanelSheet {
  private static final int MARGIN = 28;
  private static final int HEADER = 56;
  private static final int CELL = 288;
  private static final int GAP = 24;
  private static final int CAPTION = 44;
  private static final int ENTRY = 17;
  private static final int COLUMNS = 3;

  private PanelSheet() {}

  /** The width that a chart on the page has. */
  public static int chartWidth() {
    return COLUMNS * (CELL + GAP) - GAP;
  }

  /**
   * The page.
   *
   * @param chart as wide as {@link #chartWidth}, if there is one
   */
  public static BufferedImage page(
      String title, String subtitle, List<Panel> panels, Optional<BufferedImage> chart) {
    int height = MARGIN + HEADER;
    for (int from = 0; from < panels.size(); from += COLUMNS) {
      height += rowHeight(row(panels, from)) + GAP;
    }
    height += chart.map(BufferedImage::getHeight).orElse(0);
    Canvas canvas = new Canvas(2 * MARGIN + chartWidth(), height + MARGIN);
    canvas.text(Canvas.fitted(title, 18, chartWidth()), MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.textWithin(subtitle, MARGIN, MARGIN + 36, 13, chartWidth());
    int y = MARGIN + HEADER;
    for (int from = 0; from < panels.size(); from += COLUMNS) {
      List<Panel> row = row(panels, from);
      for (int i = 0; i < row.size(); i++) {
        draw(canvas, row.get(i), MARGIN + i * (CELL + GAP), y);
      }
      y += rowHeight(row) + GAP;
    }
    if (chart.isPresent()) {
      canvas.picture(chart.get(), MARGIN, y);
    }
    return canvas.finished();
  }

  private static List<Panel> row(List<Panel> panels, int from) {
    return panels.subList(from, Math.min(panels.size(), from + COLUMNS));
  }

  private static int rowHeight(List<Panel> row) {
    int entries = row.stream().mapToInt(p -> p.legend().size()).max().orElse(0);
    return CAPTION + CELL + (entries > 0 ? 8 + entries * ENTRY : 0);
  }

  private static void draw(Canvas canvas, Panel panel, int x, int y) {
    canvas.text(Canvas.fitted(panel.title(), 14, CELL), x, y + 14, 14, Canvas.INK);
    canvas.textWithin(panel.subtitle(), x, y + 32, 11.5, CELL);
    canvas.image(panel.picture(), x, y + CAPTION, CELL);
    for (int i = 0; i < panel.legend().size(); i++) {
      Panel.Entry entry = panel.legend().get(i);
      int line = y + CAPTION + CELL + 8 + i * ENTRY;
      canvas.swatch(entry.colour(), x, line, 12);
      canvas.textWithin(entry.text(), x + 18, line + 11, 11.5, CELL - 18);
    }
  }
}
