package org.convscope.visualize.ascend.view;

import org.convscope.engine.Reals;
import org.convscope.engine.Shape;

/**
 * Where each pixel of a view lies in the image: between four pixels, which interpolation weighs.
 * Along a row these are neighbouring columns, since a row of the view is a line in the image; what
 * lies at the image's edge or beyond it is kept apart.
 *
 * @param views the views, of which this is one
 * @param affine from this view's pixels to the image's
 * @param image the image's shape, [N×C×H×W]
 * @param corners the top left one of the four in its plane, where all four are in the image
 * @param down weight of the lower two
 * @param right weight of the right two
 * @param edges the other pixels, by row
 */
record ViewTaps(
    Views views,
    Affine affine,
    Shape image,
    int[] corners,
    float[] down,
    float[] right,
    EdgeTaps[] edges) {
  /** Tiny steps beside a whole pixel are rounding. */
  private static final double ROUNDING = 1e-6;

  /** Before {@link #find}. */
  static ViewTaps of(Views views, Affine affine, Shape image) {
    int pixels = views.height() * views.width();
    return new ViewTaps(
        views,
        affine,
        image,
        new int[pixels],
        new float[pixels],
        new float[pixels],
        new EdgeTaps[views.height()]);
  }

  /** A row of the view in the image: row {@code y + dy·u} and column {@code x + dx·u}. */
  private record Line(double y, double dy, double x, double dx, double middle) {
    double y(int column) {
      return y + dy * (column - middle);
    }

    double x(int column) {
      return x + dx * (column - middle);
    }
  }

  private Line line(int row) {
    double v = row - (views.height() - 1) / 2.0;
    return new Line(
        affine.yy() * v + affine.y0() + (image.dim(2) - 1) / 2.0,
        affine.yx(),
        affine.xy() * v + affine.x0() + (image.dim(3) - 1) / 2.0,
        affine.xx(),
        (views.width() - 1) / 2.0);
  }

  private static int floor(double position) {
    return (int) Math.floor(position + ROUNDING);
  }

  private static float beyond(double position, int whole) {
    return position > whole ? (float) (position - whole) : 0f;
  }

  /** Finds the pixels of a row of the view. */
  void find(int row) {
    Line line = line(row);
    int from = 0;
    int to = views.width();
    while (from < to && !isInside(line, from)) {
      from++;
    }
    while (to > from && !isInside(line, to - 1)) {
      to--;
    }
    findInside(line, row * views.width(), from, to);
    int others = views.width() - (to - from);
    int[] at = new int[EdgeTaps.PLACES * others];
    float[] weights = new float[at.length];
    for (int i = 0; i < others; i++) {
      findOther(line, i < from ? i : i - from + to, at, weights, EdgeTaps.PLACES * i);
    }
    edges[row] = new EdgeTaps(from, to, at, weights);
  }

  private boolean isInside(Line line, int column) {
    int top = floor(line.y(column));
    int left = floor(line.x(column));
    return top >= 0 && left >= 0 && top < image.dim(2) - 1 && left < image.dim(3) - 1;
  }

  /** Inside, positions are not negative: a conversion rounds down. */
  private void findInside(Line line, int first, int from, int to) {
    int w = image.dim(3);
    double y0 = line.y();
    double dy = line.dy();
    double x0 = line.x();
    double dx = line.dx();
    double middle = line.middle();
    for (int column = from; column < to; column++) {
      double u = column - middle;
      double y = y0 + dy * u;
      double x = x0 + dx * u;
      int top = (int) (y + ROUNDING);
      int left = (int) (x + ROUNDING);
      corners[first + column] = top * w + left;
      down[first + column] = Math.max(0f, (float) (y - top));
      right[first + column] = Math.max(0f, (float) (x - left));
    }
  }

  private void findOther(Line line, int column, int[] at, float[] weights, int to) {
    double y = line.y(column);
    double x = line.x(column);
    int top = floor(y);
    int left = floor(x);
    float lower = beyond(y, top);
    float beside = beyond(x, left);
    for (int p = 0; p < EdgeTaps.PLACES; p++) {
      at[to + p] = index(top + p / 2, left + p % 2);
      weights[to + p] = (p / 2 == 0 ? 1 - lower : lower) * (p % 2 == 0 ? 1 - beside : beside);
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

  /** A row of one plane of the view. */
  void read(int row, Reals image, int from, Reals view, int to, double grey) {
    int first = row * views.width();
    EdgeTaps edge = edges[row];
    if (image.floats() != null) {
      read(first + edge.from(), first + edge.to(), image.floats(), from, view.floats(), to);
    } else {
      read(first + edge.from(), first + edge.to(), image.doubles(), from, view.doubles(), to);
    }
    edge.read(image, from, view, to + first, grey);
  }

  private void read(int first, int end, float[] image, int from, float[] view, int to) {
    int w = this.image.dim(3);
    for (int i = first; i < end; i++) {
      int at = from + corners[i];
      float a = image[at];
      float c = image[at + w];
      float upper = a + right[i] * (image[at + 1] - a);
      float lower = c + right[i] * (image[at + w + 1] - c);
      view[to + i] = upper + down[i] * (lower - upper);
    }
  }

  private void read(int first, int end, double[] image, int from, double[] view, int to) {
    int w = this.image.dim(3);
    for (int i = first; i < end; i++) {
      int at = from + corners[i];
      double a = image[at];
      double c = image[at + w];
      double upper = a + right[i] * (image[at + 1] - a);
      double lower = c + right[i] * (image[at + w + 1] - c);
      view[to + i] = upper + down[i] * (lower - upper);
    }
  }

  /** The adjoint of reading a plane's rows: adds the plane's gradient to the image's. */
  void scatter(Reals view, int from, Reals image, int to) {
    int width = views.width();
    for (int row = 0; row < edges.length; row++) {
      EdgeTaps edge = edges[row];
      int first = row * width;
      if (image.floats() != null) {
        scatter(first + edge.from(), first + edge.to(), view.floats(), from, image.floats(), to);
      } else {
        scatter(first + edge.from(), first + edge.to(), view.doubles(), from, image.doubles(), to);
      }
      edge.scatter(view, from + first, image, to);
    }
  }

  private void scatter(int first, int end, float[] view, int from, float[] image, int to) {
    int w = this.image.dim(3);
    for (int i = first; i < end; i++) {
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

  private void scatter(int first, int end, double[] view, int from, double[] image, int to) {
    int w = this.image.dim(3);
    for (int i = first; i < end; i++) {
      double lower = view[from + i] * down[i];
      double upper = view[from + i] - lower;
      double c = lower * right[i];
      double a = upper * right[i];
      int at = to + corners[i];
      image[at] += upper - a;
      image[at + 1] += a;
      image[at + w] += lower - c;
      image[at + w + 1] += c;
    }
  }
}
