package org.convscope.visualize.ascend.image;

/** Small matrices, which is what colours need. */
final class Matrices {
  private Matrices() {}

  /** The inverse of a matrix of three rows and columns, by cofactors. */
  static double[][] inverse(double[][] m) {
    double[][] inverse = new double[3][3];
    double determinant = 0;
    for (int i = 0; i < 3; i++) {
      determinant += m[0][i] * cofactor(m, 0, i);
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        inverse[j][i] = cofactor(m, i, j) / determinant;
      }
    }
    return inverse;
  }

  private static double cofactor(double[][] m, int i, int j) {
    int a = (i + 1) % 3;
    int b = (i + 2) % 3;
    int c = (j + 1) % 3;
    int d = (j + 2) % 3;
    return m[a][c] * m[b][d] - m[a][d] * m[b][c];
  }
}
