package org.convscope.visualize.ascend.view;

import java.util.Arrays;
import org.convscope.engine.DType;
import org.convscope.engine.Reals;
import org.convscope.engine.Shape;

/**
 * Where each pixel of a view lies in the image: between four pixels, which interpolation weighs.
 * Along a row these are neighbouring columns, since a row of the view is a line in the image; what
 * lies at the image's edge or beyond it is kept apart, and so is every pixel in DOUBLE.
 *
 * @param views the views, of which this is one
 * @param affine from this view's pixels to the image's
 * @param type of the image's numbers
 * @param image the image's shape, [N×C×H×W]
 * @param edges the pixels at the edge and beyond, by row
 */
record ViewTaps(Views views, Affine affine, DType type, Shape image, EdgeTaps[] edges) {

  /** Before {@link #find}. */
  static ViewTaps of(Views views, Affine affine, DType type, Shape image) {
    return new ViewTaps(views, affine, type, image, new EdgeTaps[views.height()]);
  }

  /** Room for the pixels of a row. */
  RowTaps room() {
    return new RowTaps(views.width(), image.dim(3));
  }

  private Line line(int row) {
    double v = row - (views.height() - 1) / 2.0;
    double u = -(views.width() - 1) / 2.0;
    return Line.of(
        affine.yy() * v + affine.yx() * u + affine.y0() + (image.dim(2) - 1) / 2.0,
        affine.yx(),
        affine.xy() * v + affine.xx() * u + affine.x0() + (image.dim(3) - 1) / 2.0,
        affine.xx());
  }

  /** Finds the pixels of a row of the view. */
  void find(int row, RowTaps room) {
    Line line = line(row);
    int from = 0;
    int to = type == DType.FLOAT ? views.width() : 0;
    while (from < to && !isInside(line, from)) {
      from++;
    }
    while (to > from && !isInside(line, to - 1)) {
      to--;
    }
    room.find(line, from, to);
    int others = views.width() - (to - from);
    int[] at = new int[EdgeTaps.PLACES * others];
    double[] weights = new double[at.length];
    for (int i = 0; i < others; i++) {
      findOther(line, i < from ? i : i - from + to, at, weights, EdgeTaps.PLACES * i);
    }
    edges[row] = EdgeTaps.of(from, to, at, weights);
  }

  private boolean isInside(Line line, int column) {
    int top = line.top(column);
    int left = line.left(column);
    return top >= 0 && left >= 0 && top < image.dim(2) - 1 && left < image.dim(3) - 1;
  }

  private void findOther(Line line, int column, int[] at, double[] weights, int to) {
    int top = line.top(column);
    int left = line.left(column);
    boolean beyondRows = top < -1 || top >= image.dim(2);
    boolean beyondColumns = left < -1 || left >= image.dim(3);
    if (views.beyond() == Beyond.GREY && (beyondRows || beyondColumns)) {
      Arrays.fill(at, to, to + EdgeTaps.PLACES, EdgeTaps.GREY);
      return;
    }
    double down = line.down(column);
    double right = line.right(column);
    for (int p = 0; p < EdgeTaps.PLACES; p++) {
      at[to + p] = index(top + p / 2, left + p % 2);
      weights[to + p] = (p / 2 == 0 ? 1 - down : down) * (p % 2 == 0 ? 1 - right : right);
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

  /** A row of one plane of the view, which {@code found} is of. */
  void read(int row, RowTaps found, Reals image, int from, Reals view, int to, double grey) {
    EdgeTaps edge = edges[row];
    int at = to + row * views.width();
    found.read(edge.from(), edge.to(), image.floats(), from, view.floats(), at);
    edge.read(image, from, view, at, grey);
  }

  /**
   * The adjoint of reading, for the image's rows {@code begin} to {@code end}: adds the gradients
   * of planes of the view to the image's, at each pixel in the order of the view's rows.
   */
  void scatter(int begin, int end, Planes planes) {
    RowTaps room = room();
    int pitch = image.dim(3);
    for (int row = 0; row < edges.length; row++) {
      EdgeTaps edge = edges[row];
      Planes here = planes.at(row * views.width());
      Crossed crossed = Crossed.of(line(row), edge.from(), edge.to(), begin, end);
      crossed.find(room);
      crossed.scatter(room, here);
      edge.scatter(here, begin * pitch, end * pitch);
    }
  }
}
