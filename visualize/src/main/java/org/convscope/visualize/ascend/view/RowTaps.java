package org.convscope.visualize.ascend.view;

import org.convscope.engine.Reals;

/**
 * Columns of a row of a view that lie between four pixels of the image, worked out anew for each
 * row: kept for a whole view they would leave the caches.
 */
final class RowTaps {
  private final int width;
  private final int[] corners;
  private final float[] down;
  private final float[] right;

  /**
   * Room for a row.
   *
   * @param columns of the view
   * @param width of the image
   */
  RowTaps(int columns, int width) {
    this.width = width;
    this.corners = new int[columns];
    this.down = new float[columns];
    this.right = new float[columns];
  }

  /** Finds columns {@code from} to {@code to}. */
  void find(Line line, int from, int to) {
    long y = line.y() + from * line.dy();
    long x = line.x() + from * line.dx();
    for (int column = from; column < to; column++) {
      int top = Line.whole(y);
      int left = Line.whole(x);
      corners[column] = top * width + left;
      down[column] = Line.rest(y, top);
      right[column] = Line.rest(x, left);
      y += line.dy();
      x += line.dx();
    }
  }

  /** Reads the plane at {@code plane} into the row of a view at {@code row}. */
  void read(int from, int to, Reals image, int plane, Reals view, int row) {
    if (image.floats() != null) {
      read(from, to, image.floats(), plane, view.floats(), row);
    } else {
      read(from, to, image.doubles(), plane, view.doubles(), row);
    }
  }

  private void read(int from, int to, float[] image, int plane, float[] view, int row) {
    for (int i = from; i < to; i++) {
      int at = plane + corners[i];
      float a = image[at];
      float c = image[at + width];
      float upper = a + right[i] * (image[at + 1] - a);
      float lower = c + right[i] * (image[at + width + 1] - c);
      view[row + i] = upper + down[i] * (lower - upper);
    }
  }

  private void read(int from, int to, double[] image, int plane, double[] view, int row) {
    for (int i = from; i < to; i++) {
      int at = plane + corners[i];
      double a = image[at];
      double c = image[at + width];
      double upper = a + right[i] * (image[at + 1] - a);
      double lower = c + right[i] * (image[at + width + 1] - c);
      view[row + i] = upper + down[i] * (lower - upper);
    }
  }

  /**
   * The adjoint, to the upper two of the four pixels, the lower two or all. What a pixel adds to is
   * what the one before it added to: planes in turn do not wait for each other.
   *
   * @param up whether to the upper two
   * @param low whether to the lower two
   */
  void scatter(int from, int to, boolean up, boolean low, Planes planes) {
    if (planes.image().floats() != null) {
      scatter(from, to, up, low, planes, planes.view().floats(), planes.image().floats());
    } else {
      scatter(from, to, up, low, planes, planes.view().doubles(), planes.image().doubles());
    }
  }

  private void scatter(
      int from, int to, boolean up, boolean low, Planes planes, float[] view, float[] image) {
    for (int i = from; i < to; i++) {
      int source = planes.from() + i;
      int at = planes.to() + corners[i];
      for (int c = 0; c < planes.count(); c++) {
        float lower = view[source] * down[i];
        float upper = view[source] - lower;
        if (up) {
          float a = upper * right[i];
          image[at] += upper - a;
          image[at + 1] += a;
        }
        if (low) {
          float b = lower * right[i];
          image[at + width] += lower - b;
          image[at + width + 1] += b;
        }
        source += planes.pitch();
        at += planes.imagePitch();
      }
    }
  }

  private void scatter(
      int from, int to, boolean up, boolean low, Planes planes, double[] view, double[] image) {
    for (int i = from; i < to; i++) {
      int source = planes.from() + i;
      int at = planes.to() + corners[i];
      for (int c = 0; c < planes.count(); c++) {
        double lower = view[source] * down[i];
        double upper = view[source] - lower;
        if (up) {
          double a = upper * right[i];
          image[at] += upper - a;
          image[at + 1] += a;
        }
        if (low) {
          double b = lower * right[i];
          image[at + width] += lower - b;
          image[at + width + 1] += b;
        }
        source += planes.pitch();
        at += planes.imagePitch();
      }
    }
  }
}
