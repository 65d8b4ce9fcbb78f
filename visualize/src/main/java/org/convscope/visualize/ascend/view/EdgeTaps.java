package org.convscope.visualize.ascend.view;

import org.convscope.engine.Reals;

/**
 * The pixels of a row of a view that do not lie between four pixels of the image: those before
 * column {@code from} and those from column {@code to} on.
 *
 * @param from the first column between four pixels of the image
 * @param to the column after the last one
 * @param at for each of the others four places in the image's plane, −1 for grey
 * @param weights of these places
 */
record EdgeTaps(int from, int to, int[] at, float[] weights) {
  /** Places of a pixel. */
  static final int PLACES = 4;

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
      double sum = 0;
      for (int p = PLACES * i; p < PLACES * i + PLACES; p++) {
        sum += weights[p] * (at[p] < 0 ? grey : image.at(plane + at[p]));
      }
      view.set(row + column(i), sum);
    }
  }

  /** The adjoint: adds their gradients to the image's. */
  void scatter(Reals view, int row, Reals image, int plane) {
    for (int i = 0; i < count(); i++) {
      double g = view.at(row + column(i));
      for (int p = PLACES * i; p < PLACES * i + PLACES; p++) {
        if (at[p] >= 0) {
          image.set(plane + at[p], image.at(plane + at[p]) + g * weights[p]);
        }
      }
    }
  }
}
