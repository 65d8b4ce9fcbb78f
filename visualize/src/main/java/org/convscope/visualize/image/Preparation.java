package org.convscope.visualize.image;

import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;

/** Makes a network's input of a photograph, as the network's {@link Preprocessing} says. */
public final class Preparation {
  private Preparation() {}

  /**
   * The part of the photograph that the network sees, in its input's size: scaled so that the
   * shorter side is as the preprocessing says (bilinear, antialiased), then the centre. A
   * photograph that has exactly the input's size is used as it is.
   *
   * <p>Where the input is not square, the photograph is scaled so that both sides keep at least
   * that margin.
   */
  public static Photo fit(Photo photo, Preprocessing p) {
    if (photo.width() == p.width() && photo.height() == p.height()) {
      return photo;
    }
    double margin = (double) p.shorterSide() / Math.min(p.height(), p.width());
    long width = Math.round(p.width() * margin);
    long height = Math.round(p.height() * margin);
    // The side that reaches further is cut to whole pixels, as in torchvision.
    if (photo.height() * width >= photo.width() * height) {
      height = photo.height() * width / photo.width();
    } else {
      width = photo.width() * height / photo.height();
    }
    requireReasonable(photo, width, height);
    Photo scaled = Resize.to(photo, (int) width, (int) height);
    return scaled.crop(
        (int) Math.rint((scaled.width() - p.width()) / 2.0),
        (int) Math.rint((scaled.height() - p.height()) / 2.0),
        p.width(),
        p.height());
  }

  private static void requireReasonable(Photo photo, long width, long height) {
    if (3 * width * height > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "photo: the longer side is at most a few thousand times the shorter one, got %d×%d"
              .formatted(photo.width(), photo.height()));
    }
  }

  /**
   * The input [1×C×H×W] of a photograph that {@link #fit} returned: per channel {@code (level·scale
   * − mean)/std}.
   */
  public static Tensor input(Photo fitted, Preprocessing p) {
    int plane = fitted.width() * fitted.height();
    float[] rgb = fitted.planes();
    List<Integer> sources =
        switch (p.order()) {
          case RGB -> List.of(0, 1, 2);
          case BGR -> List.of(2, 1, 0);
          case GREY -> List.of(-1);
        };
    float[] x = new float[sources.size() * plane];
    for (int c = 0; c < sources.size(); c++) {
      double mean = p.mean().get(c);
      double std = p.std().get(c);
      int source = sources.get(c);
      for (int i = 0; i < plane; i++) {
        double level = source < 0 ? brightness(rgb, i, plane) : rgb[source * plane + i];
        x[c * plane + i] = (float) ((level * p.scale() - mean) / std);
      }
    }
    return Tensor.of(Shape.of(1, sources.size(), fitted.height(), fitted.width()), x);
  }

  /** Luma of ITU-R BT.601, in whole levels. */
  private static double brightness(float[] rgb, int i, int plane) {
    return Math.rint(0.299 * rgb[i] + 0.587 * rgb[plane + i] + 0.114 * rgb[2 * plane + i]);
  }
}
