package org.convscope.visualize.synthesize;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.convscope.models.synthetic.Mask;
import org.convscope.models.synthetic.Part;
import org.convscope.models.synthetic.Sample;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.visualize.render.Canvas;
import org.convscope.visualize.render.Grid;

/**
 * A page with one row per class, in two halves side by side: some images, and the last of them
 * again with what is not the object faded and the parts boxed.
 */
final class ContactSheet {
  private static final int PER_CLASS = 6;
  private static final int MARGIN = 28;
  private static final int HEADER = 44;
  private static final int NAME = 86;
  private static final int GAP = 4;
  private static final int HALVES = 2;

  private ContactSheet() {}

  /** The page for images 0 … count−1 of a set. */
  static BufferedImage of(SyntheticSet set, int count) {
    int classes = set.classes().size();
    int cell = Math.min(96, set.edge());
    int rows = (classes + HALVES - 1) / HALVES;
    Grid row = new Grid(PER_CLASS + 1, cell, GAP);
    int half = NAME + row.width() + MARGIN;
    Canvas canvas =
        new Canvas(MARGIN + HALVES * half, MARGIN + HEADER + rows * (cell + GAP) - GAP + MARGIN);
    canvas.text("Synthetic images", MARGIN, MARGIN + 14, 18, Canvas.INK);
    canvas.text(
        "%d classes, %d images of %d×%d; last in each row: mask and parts"
            .formatted(classes, count, set.edge(), set.edge()),
        MARGIN,
        MARGIN + 33,
        12,
        Canvas.FAINT);
    for (int label = 0; label < classes; label++) {
      int x = MARGIN + label / rows * half;
      int y = MARGIN + HEADER + label % rows * (cell + GAP);
      canvas.text(set.classes().get(label).label(), x, y + cell / 2 + 5, 13, Canvas.INK);
      List<BufferedImage> pictures = pictures(set, label, count);
      for (int i = 0; i < pictures.size(); i++) {
        canvas.image(pictures.get(i), x + NAME + i * (cell + GAP), y, cell);
      }
    }
    return canvas.finished();
  }

  private static List<BufferedImage> pictures(SyntheticSet set, int label, int count) {
    List<BufferedImage> pictures = new ArrayList<>();
    Sample last = null;
    for (int i = 0; i < count && pictures.size() < PER_CLASS; i++) {
      if (set.label(i) == label) {
        last = set.sample(i);
        pictures.add(last.pixels().image());
      }
    }
    if (last != null) {
      pictures.add(marked(last));
    }
    return pictures;
  }

  /** The image with its background faded and its parts boxed. */
  private static BufferedImage marked(Sample sample) {
    BufferedImage image = sample.pixels().image();
    Mask mask = sample.mask();
    for (int y = 0; y < mask.size(); y++) {
      for (int x = 0; x < mask.size(); x++) {
        if (!mask.contains(x, y)) {
          image.setRGB(x, y, faded(image.getRGB(x, y)));
        }
      }
    }
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    for (Part part : sample.parts()) {
      graphics.drawRect(
          part.box().x(), part.box().y(), part.box().width() - 1, part.box().height() - 1);
    }
    graphics.dispose();
    return image;
  }

  /** Three quarters of the way to white. */
  private static int faded(int rgb) {
    return 0xbfbfbf + (rgb >> 2 & 0x3f3f3f);
  }
}
