package org.convscope.visualize.ascend.view;

import org.convscope.engine.Reals;
import org.convscope.engine.Shape;

/**
 * Where each pixel of a view lies in the image: between four pixels, which interpolation weighs.
 *
 * @param views the views, of which this is one
 * @param affine from this view's pixels to the image's
 * @param image the image's shape, [N×C×H×W]
 * @param corners the top left one of the four in its plane, {@link #EDGE} where not all four are in
 *     the image, {@link #GREY} where none is and grey lies beyond
 * @param down weight of the lower two
 * @param right weight of the right two
 */
record ViewTaps(
    Views views, Affine affine, Shape image, int[] corners, float[] down, float[] right) {
  /** Tiny steps beside a whole pixel are rounding. */
  private static final double ROUNDING = 1e-6;

  private static final int EDGE = -1;
  private static final int GREY = -2;

  /** Before {@link #find}. */
  static ViewTaps of(Views views, Affine affine, Shape image) {
    int pixels = views.height() * views.width();
    return new ViewTaps(
        views, affine, image, new int[pixels], new float[pixels], new float[pixels]);
  }

  private double y(int row, int column) {
    double v = row - (views.height() - 1) / 2.0;
    double u = column - (views.width() - 1) / 2.0;
    return affine.yy() * v + affine.yx() * u + affine.y0() + (image.dim(2) - 1) / 2.0;
  }

  private double x(int row, int column) {
    double v = row - (views.height() - 1) / 2.0;
    double u = column - (views.width() - 1) / 2.0;
    return affine.xy() * v + affine.xx() * u + affine.x0() + (image.dim(3) - 1) / 2.0;
  }

  /** {@link Math#floor} is slow where a conversion does as well: nearly everywhere. */
  private static int floor(double position) {
    double p = position + ROUNDING;
    return p >= 0 ? (int) p : (int) Math.floor(p);
  }

  /** Finds the pixels of a row of the view. */
  void find(int row) {
    int h = image.dim(2);
    int w = image.dim(3);
    int width = views.width();
    boolean beyond = views.beyond() == Beyond.GREY;
    for (int column = 0; column < width; column++) {
      double y = y(row, column);
      double x = x(row, column);
      int top = floor(y);
      int left = floor(x);
      int i = row * width + column;
      down[i] = y > top ? (float) (y - top) : 0f;
      right[i] = x > left ? (float) (x - left) : 0f;
      boolean inside = top >= 0 && left >= 0 && top < h - 1 && left < w - 1;
      boolean grey = beyond && (top < -1 || left < -1 || top >= h || left >= w);
      corners[i] = inside ? top * w + left : grey ? GREY : EDGE;
    }
  }

  /** Where row y and column x are in a plane; −1 outside of the image where grey lies beyond. */
  private int index(int y, int x) {
    int row = inside(y, image.dim(2));
    int column = inside(x, image.dim(3));
    return row < 0 || column < 0 ? -1 : row * image.dim(3) + column;
  }

  private int inside(int i, int n) {
    if (i >= 0 && i < n) {
      return i;
    }
    return switch (views.beyond()) {
      case GREY -> -1;
      case EDGE -> i < 0 ? 0 : n - 1;
      case WRAP -> Math.floorMod(i, n);
    };
  }

  private double weight(int pixel, int below, int beside) {
    double vertical = below == 0 ? 1 - down[pixel] : down[pixel];
    return vertical * (beside == 0 ? 1 - right[pixel] : right[pixel]);
  }

  /** A row of one plane of the view. */
  void read(int row, Reals image, int from, Reals view, int to, double grey) {
    boolean fast = image.floats() != null && hasInside();
    int first = row * views.width();
    if (fast) {
      readInside(first, first + views.width(), image.floats(), from, view.floats(), to);
    }
    for (int column = 0; column < views.width(); column++) {
      int corner = corners[first + column];
      if (corner == GREY) {
        view.set(to + first + column, grey);
      } else if (!fast || corner == EDGE) {
        view.set(to + first + column, read(row, column, image, from, grey));
      }
    }
  }

  /** True if there are four pixels that a fifth can lie between. */
  private boolean hasInside() {
    return image.dim(2) > 1 && image.dim(3) > 1;
  }

  /** Pixels between four of the image's; the others become anything. */
  private void readInside(int first, int end, float[] image, int from, float[] view, int to) {
    int w = this.image.dim(3);
    for (int i = first; i < end; i++) {
      int at = from + Math.max(0, corners[i]);
      float a = image[at];
      float c = image[at + w];
      float upper = a + right[i] * (image[at + 1] - a);
      float lower = c + right[i] * (image[at + w + 1] - c);
      view[to + i] = upper + down[i] * (lower - upper);
    }
  }

  private double read(int row, int column, Reals image, int from, double grey) {
    int top = floor(y(row, column));
    int left = floor(x(row, column));
    int pixel = row * views.width() + column;
    double sum = 0;
    for (int below = 0; below < 2; below++) {
      for (int beside = 0; beside < 2; beside++) {
        int at = index(top + below, left + beside);
        sum += weight(pixel, below, beside) * (at < 0 ? grey : image.at(from + at));
      }
    }
    return sum;
  }

  /** The adjoint of reading a plane's rows: adds the plane's gradient to the image's. */
  void scatter(Reals view, int from, Reals image, int to) {
    boolean fast = image.floats() != null && hasInside();
    if (fast) {
      scatterInside(view.floats(), from, image.floats(), to);
    }
    for (int i = 0; i < corners.length; i++) {
      if (corners[i] == EDGE || (!fast && corners[i] != GREY)) {
        scatter(i / views.width(), i % views.width(), view.at(from + i), image, to);
      }
    }
  }

  private void scatterInside(float[] view, int from, float[] image, int to) {
    int w = this.image.dim(3);
    for (int i = 0; i < corners.length; i++) {
      if (corners[i] >= 0) {
        float lower = view[from + i] * down[i];
        float upper = view[from + i] - lower;
        float c = lower * right[i];
        float a = upper * right[i];
        int at = to + corners[i];
        image[at] += upper - a;
        image[at + 1] += a;
        image[at + w] += lower - c;
        image[at + w + 1] += c;
      }
    }
  }

  private void scatter(int row, int column, double value, Reals image, int to) {
    int top = floor(y(row, column));
    int left = floor(x(row, column));
    int pixel = row * views.width() + column;
    for (int below = 0; below < 2; below++) {
      for (int beside = 0; beside < 2; beside++) {
        int at = index(top + below, left + beside);
        if (at >= 0) {
          image.set(to + at, image.at(to + at) + value * weight(pixel, below, beside));
        }
      }
    }
  }
}
