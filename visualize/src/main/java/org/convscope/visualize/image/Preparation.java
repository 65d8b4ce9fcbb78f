package org.convscope.visualize.image;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveField.Region;

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
    View view = view(photo.width(), photo.height(), p);
    requireReasonable(photo, view.width(), view.height());
    return Resize.part(
        photo,
        new Resize.Span((int) view.width(), view.left(), p.width()),
        new Resize.Span((int) view.height(), view.top(), p.height()));
  }

  /**
   * Where a rectangle of the photograph lies in what {@link #fit} makes of it: whole pixels around
   * it, cut at the edge.
   *
   * @param width columns of the photograph
   * @param height rows of the photograph
   * @return empty if it lies outside
   */
  public static Optional<Region> place(Region box, int width, int height, Preprocessing p) {
    View view =
        width == p.width() && height == p.height()
            ? new View(width, height, 0, 0)
            : view(width, height, p);
    double scaleX = (double) view.width() / width;
    double scaleY = (double) view.height() / height;
    int left = Math.max(0, (int) Math.floor(box.left() * scaleX) - view.left());
    int top = Math.max(0, (int) Math.floor(box.top() * scaleY) - view.top());
    int right =
        Math.min(p.width(), (int) Math.ceil((box.left() + box.width()) * scaleX) - view.left());
    int bottom =
        Math.min(p.height(), (int) Math.ceil((box.top() + box.height()) * scaleY) - view.top());
    return right > left && bottom > top
        ? Optional.of(new Region(top, left, bottom - top, right - left))
        : Optional.empty();
  }

  /** Size of the scaled photograph and corner of the part that is cut out of it. */
  private record View(long width, long height, int left, int top) {}

  private static View view(int photoWidth, int photoHeight, Preprocessing p) {
    double margin = (double) p.shorterSide() / Math.min(p.height(), p.width());
    long width = Math.round(p.width() * margin);
    long height = Math.round(p.height() * margin);
    // The side that reaches further is cut to whole pixels, as in torchvision.
    if (photoHeight * width >= photoWidth * height) {
      height = photoHeight * width / photoWidth;
    } else {
      width = photoWidth * height / photoHeight;
    }
    return new View(
        width,
        height,
        (int) Math.rint((width - p.width()) / 2.0),
        (int) Math.rint((height - p.height()) / 2.0));
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
    List<Integer> sources =
        switch (p.order()) {
          case RGB -> List.of(0, 1, 2);
          case BGR -> List.of(2, 1, 0);
          case GREY -> List.of(-1);
        };
    float[] x = new float[sources.size() * plane];
    for (int c = 0; c < sources.size(); c++) {
      float[] scaled = scaled(p, c);
      int source = sources.get(c);
      byte[] rgb = fitted.rgb();
      for (int i = 0; i < plane; i++) {
        int level = source < 0 ? brightness(rgb, 3 * i) : rgb[3 * i + source] & 0xff;
        x[c * plane + i] = scaled[level];
      }
    }
    return Tensor.of(Shape.of(1, sources.size(), fitted.height(), fitted.width()), x);
  }

  /** What each level 0…255 of a channel of the input becomes. */
  private static float[] scaled(Preprocessing p, int channel) {
    double mean = p.mean().get(channel);
    double std = p.std().get(channel);
    float[] scaled = new float[256];
    for (int level = 0; level < scaled.length; level++) {
      scaled[level] = (float) ((level * p.scale() - mean) / std);
    }
    return scaled;
  }

  /** Luma of ITU-R BT.601, in whole levels. */
  private static int brightness(byte[] rgb, int at) {
    int r = rgb[at] & 0xff;
    int g = rgb[at + 1] & 0xff;
    int b = rgb[at + 2] & 0xff;
    return (int) Math.rint(0.299 * r + 0.587 * g + 0.114 * b);
  }
}
