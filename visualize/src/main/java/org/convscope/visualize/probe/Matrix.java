package org.convscope.visualize.probe;

/**
 * A dense matrix of doubles.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values row by row
 */
record Matrix(int rows, int columns, double[] values) {
  static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new double[rows * columns]);
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }

  Matrix transposed() {
    Matrix t = zeros(columns, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t.values[j * rows + i] = values[i * columns + j];
      }
    }
    return t;
  }

  /**
   * Adds row {@code row} of this matrix, times {@code right}, to {@code right.columns()} numbers of
   * {@code to} from {@code at} on. Four rows of {@code right} at a time, which halves the loads and
   * stores.
   */
  void addRowTimes(int row, Matrix right, double[] to, int at) {
    int count = right.columns;
    double[] r = right.values;
    int j = 0;
    for (; j + 3 < columns; j += 4) {
      double a = at(row, j);
      double b = at(row, j + 1);
      double c = at(row, j + 2);
      double d = at(row, j + 3);
      int from = j * count;
      for (int i = 0; i < count; i++) {
        to[at + i] +=
            a * r[from + i]
                + b * r[from + count + i]
                + c * r[from + 2 * count + i]
                + d * r[from + 3 * count + i];
      }
    }
    for (; j < columns; j++) {
      add(at(row, j), r, j * count, to, at, count);
    }
  }

  /** {@code to += factor · from}, {@code count} numbers from the given offsets on. */
  static void add(double factor, double[] from, int fromAt, double[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] += factor * from[fromAt + i];
    }
  }
}
