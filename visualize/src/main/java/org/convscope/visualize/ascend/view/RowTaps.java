package org.convscope.visualize.ascend.view;

/**
 * Columns of a row of a view in FLOAT that lie between four pixels of the image, worked out anew
 * for each row: kept for a whole view they would leave the caches.
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
  void read(int from, int to, float[] image, int plane, float[] view, int row) {
    for (int i = from; i < to; i++) {
      int at = plane + corners[i];
      float a = image[at];
      float c = image[at + width];
      float upper = a + right[i] * (image[at + 1] - a);
      float lower = c + right[i] * (image[at + width + 1] - c);
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
    float[] view = planes.view().floats();
    float[] image = planes.image().floats();
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
}
