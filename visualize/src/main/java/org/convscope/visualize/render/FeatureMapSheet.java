package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/** All feature maps of a layer on one image, in one colour scale. */
public final class FeatureMapSheet {
  private static final int MARGIN = 28;
  private static final int HEADER = 52;
  private static final int LABEL = 13;

  private FeatureMapSheet() {}

  /**
   * The page.
   *
   * @param maps the activations of each feature map, [H×W]
   * @param limit activation that gets the brightest colour; the same for all maps
   * @param photo the picture that the network saw
   */
  public static BufferedImage page(
      String title, List<float[]> maps, int height, int width, float limit, BufferedImage photo) {
    int cell = maps.size() > 256 ? 40 : maps.size() > 64 ? 56 : 88;
    int columns = Math.max(6, (int) Math.ceil(Math.sqrt(maps.size() * 1.5)));
    int rows = (maps.size() + columns - 1) / columns;
    int pictures = MARGIN + HEADER + 96 + 20;
    Canvas canvas =
        new Canvas(
            Math.max(640, 2 * MARGIN + columns * (cell + 6) - 6),
            pictures + rows * (cell + LABEL + 4) + MARGIN);
    canvas.text(title, MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.text(
        "%d feature maps of %d×%d, one scale: dark 0, bright %.3g"
            .formatted(maps.size(), height, width, limit),
        MARGIN,
        MARGIN + 36,
        13,
        Canvas.FAINT);
    canvas.image(photo, MARGIN, MARGIN + HEADER, 96);
    for (int i = 0; i < maps.size(); i++) {
      int x = MARGIN + i % columns * (cell + 6);
      int y = pictures + i / columns * (cell + LABEL + 4);
      canvas.image(Images.heat(maps.get(i), height, width, limit), x, y, cell);
      canvas.text(Integer.toString(i), x, y + cell + 10, 9.5, Canvas.FAINT);
    }
    return canvas.finished();
  }
}
