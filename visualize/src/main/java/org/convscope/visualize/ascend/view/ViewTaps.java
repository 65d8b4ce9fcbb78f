package org.convscope.visualize.ascend.view;

import org.convscope.engine.Reals;
import org.convscope.engine.Shape;
import org.convscope.engine.Workers;

/**
 * The four pixels of the image around each pixel of a view and their weights; pixels outside have
 * the index −1 where grey lies beyond.
 *
 * @param indices four per pixel of the view: top left, top right, bottom left, bottom right
 * @param down weight of the lower two
 * @param right weight of the right two
 */
record ViewTaps(int[] indices, float[] down, float[] right) {
  /** Tiny steps beside a whole pixel are rounding. */
  private static final double ROUNDING = 1e-6;

  static ViewTaps of(Workers workers, Affine affine, Views views, Shape image) {
    int pixels = views.height() * views.width();
    ViewTaps taps = new ViewTaps(new int[4 * pixels], new float[pixels], new float[pixels]);
    workers.forEach(views.height(), row -> taps.fill(row, affine, views, image));
    return taps;
  }

  private void fill(int row, Affine a, Views views, Shape image) {
    int h = image.dim(2);
    int w = image.dim(3);
    double v = row - (views.height() - 1) / 2.0;
    for (int column = 0; column < views.width(); column++) {
      double u = column - (views.width() - 1) / 2.0;
      double y = a.yy() * v + a.yx() * u + a.y0() + (h - 1) / 2.0;
      double x = a.xy() * v + a.xx() * u + a.x0() + (w - 1) / 2.0;
      int top = (int) Math.floor(y + ROUNDING);
      int left = (int) Math.floor(x + ROUNDING);
      int i = row * views.width() + column;
      down[i] = (float) Math.max(0, y - top);
      right[i] = (float) Math.max(0, x - left);
      if (top >= 0 && left >= 0 && top < h - 1 && left < w - 1) {
        indices[4 * i] = top * w + left;
        indices[4 * i + 1] = top * w + left + 1;
        indices[4 * i + 2] = (top + 1) * w + left;
        indices[4 * i + 3] = (top + 1) * w + left + 1;
        continue;
      }
      int upper = inside(top, h, views.beyond());
      int lower = inside(top + 1, h, views.beyond());
      int first = inside(left, w, views.beyond());
      int second = inside(left + 1, w, views.beyond());
      indices[4 * i] = index(upper, first, w);
      indices[4 * i + 1] = index(upper, second, w);
      indices[4 * i + 2] = index(lower, first, w);
      indices[4 * i + 3] = index(lower, second, w);
    }
  }

  private static int index(int y, int x, int width) {
    return y < 0 || x < 0 ? -1 : y * width + x;
  }

  private static int inside(int i, int n, Beyond beyond) {
    if (i >= 0 && i < n) {
      return i;
    }
    return switch (beyond) {
      case GREY -> -1;
      case EDGE -> i < 0 ? 0 : n - 1;
      case WRAP -> Math.floorMod(i, n);
    };
  }

  private double weight(int pixel, int corner) {
    double vertical = corner < 2 ? 1 - down[pixel] : down[pixel];
    return vertical * ((corner & 1) == 0 ? 1 - right[pixel] : right[pixel]);
  }

  /** One plane of the view. */
  void read(Reals image, int from, Reals view, int to, double grey) {
    if (image.floats() != null) {
      read(image.floats(), from, view.floats(), to, (float) grey);
      return;
    }
    for (int i = 0; i < down.length; i++) {
      double sum = 0;
      for (int corner = 0; corner < 4; corner++) {
        int at = indices[4 * i + corner];
        sum += weight(i, corner) * (at < 0 ? grey : image.at(from + at));
      }
      view.set(to + i, sum);
    }
  }

  private void read(float[] image, int from, float[] view, int to, float grey) {
    for (int i = 0; i < down.length; i++) {
      float a = value(image, from, indices[4 * i], grey);
      float b = value(image, from, indices[4 * i + 1], grey);
      float c = value(image, from, indices[4 * i + 2], grey);
      float d = value(image, from, indices[4 * i + 3], grey);
      float upper = a + right[i] * (b - a);
      view[to + i] = upper + down[i] * (c + right[i] * (d - c) - upper);
    }
  }

  private static float value(float[] image, int from, int index, float grey) {
    return index < 0 ? grey : image[from + index];
  }

  /** The adjoint of {@link #read}: adds a plane's gradient to the image's. */
  void scatter(Reals view, int from, Reals image, int to) {
    if (image.floats() != null) {
      scatter(view.floats(), from, image.floats(), to);
      return;
    }
    for (int i = 0; i < down.length; i++) {
      for (int corner = 0; corner < 4; corner++) {
        int at = indices[4 * i + corner];
        if (at >= 0) {
          image.set(to + at, image.at(to + at) + view.at(from + i) * weight(i, corner));
        }
      }
    }
  }

  private void scatter(float[] view, int from, float[] image, int to) {
    for (int i = 0; i < down.length; i++) {
      float lower = view[from + i] * down[i];
      float upper = view[from + i] - lower;
      float c = lower * right[i];
      float a = upper * right[i];
      add(image, to, indices[4 * i], upper - a);
      add(image, to, indices[4 * i + 1], a);
      add(image, to, indices[4 * i + 2], lower - c);
      add(image, to, indices[4 * i + 3], c);
    }
  }

  private static void add(float[] image, int to, int index, float value) {
    if (index >= 0) {
      image[to + index] += value;
    }
  }
}
