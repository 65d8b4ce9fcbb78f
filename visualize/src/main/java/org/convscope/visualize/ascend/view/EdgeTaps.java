package org.convscope.visualize.ascend.view;

import org.convscope.engine.Reals;

/**
 * The pixels of a row of a view that {@link RowTaps} does not find between four of the image: those
 * before column {@code from} and those from column {@code to} on.
 *
 * @param from the first column between four pixels of the image
 * @param to the column after the last one
 * @param at for each of the others four places in the image's plane, −1 for grey; the first is
 *     {@link #GREY} where all are
 * @param weights of these places
 * @param first the first of the places
 * @param last the last of them; −1 if all are grey
 */
record EdgeTaps(int from, int to, int[] at, double[] weights, int first, int last) {
  /** Places of a pixel. */
  static final int PLACES = 4;

  /** The first place of a pixel that lies beyond the image. */
  static final int GREY = -2;

  /** With the first and the last place found. */
  static EdgeTaps of(int from, int to, int[] at, double[] weights) {
    int first = Integer.MAX_VALUE;
    int last = -1;
    for (int place : at) {
      first = place >= 0 ? Math.min(first, place) : first;
      last = Math.max(last, place);
    }
    return new EdgeTaps(from, to, at, weights, first, last);
  }

  /** The column of the i-th of the pixels. */
  private int column(int i) {
    return i < from ? i : i - from + to;
  }

  private int count() {
    return at.length / PLACES;
  }

  /** Reads them from the plane at {@code plane}, into the row of a view at {@code row}. */
  void read(Reals image, int plane, Reals view, int row, double grey) {
    for (int i = 0; i < count(); i++) {
      if (at[PLACES * i] == GREY) {
        view.set(row + column(i), grey);
        continue;
      }
      double sum = 0;
      for (int p = PLACES * i; p < PLACES * i + PLACES; p++) {
        sum += weights[p] * (at[p] < 0 ? grey : image.at(plane + at[p]));
      }
      view.set(row + column(i), sum);
    }
  }

  /**
   * The adjoint: adds their gradients to the image's, at places {@code begin} to {@code end} of the
   * planes.
   */
  void scatter(Planes planes, int begin, int end) {
    if (last < begin || first >= end) {
      return;
    }
    for (int c = 0; c < planes.count(); c++) {
      int row = planes.from() + c * planes.pitch();
      scatter(
          planes.view(), row, planes.image(), planes.to() + c * planes.imagePitch(), begin, end);
    }
  }

  private void scatter(Reals view, int row, Reals image, int plane, int begin, int end) {
    for (int i = 0; i < count(); i++) {
      if (at[PLACES * i] == GREY) {
        continue;
      }
      double g = view.at(row + column(i));
      for (int p = PLACES * i; p < PLACES * i + PLACES; p++) {
        if (at[p] >= begin && at[p] < end) {
          image.set(plane + at[p], image.at(plane + at[p]) + g * weights[p]);
        }
      }
    }
  }
}
