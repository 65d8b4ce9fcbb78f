package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Workers;

/**
 * {@code out[i][j] = a[i]·b[j]} for few rows of A and many of B, both with K numbers side by side:
 * dense layers. B is read once, in the order in which it lies in memory.
 *
 * <p>A tile is up to four rows of A against four of B; the sums of the lanes are added in a fixed
 * order, not by {@code reduceLanes}, whose order is unspecified.
 */
record DotRows(float[] a, int atA, float[] b, int atB, float[] out, int to, int m, int n, int k) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Rows of a tile. */
  private static final int TILE = 4;

  /** Computes everything. */
  void run(Workers workers) {
    int groups = (n + TILE - 1) / TILE;
    int tasks = Math.min(groups, 16 * workers.threads());
    workers.forEach(
        tasks,
        task -> {
          float[] sums = new float[TILE * TILE * V];
          for (int g = (int) ((long) groups * task / tasks);
              g < (int) ((long) groups * (task + 1) / tasks);
              g++) {
            columns(g * TILE, sums);
          }
        });
  }

  private void columns(int j, float[] sums) {
    int columns = Math.min(TILE, n - j);
    int i = 0;
    if (columns == TILE) {
      for (; i + TILE <= m; i += TILE) {
        fourByFour(i, j, sums);
        store(i, TILE, j, sums);
      }
      for (; i < m; i++) {
        oneByFour(i, j, sums);
        store(i, 1, j, sums);
      }
    }
    for (; i < m; i++) {
      for (int c = j; c < j + columns; c++) {
        out[to + i * n + c] = single(i, c);
      }
    }
  }

  private float single(int i, int j) {
    float sum = 0;
    for (int q = 0; q < k; q++) {
      sum = Math.fma(a[atA + i * k + q], b[atB + j * k + q], sum);
    }
    return sum;
  }

  private void store(int i, int rows, int j, float[] sums) {
    int whole = k / V * V;
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < TILE; c++) {
        float sum = tree(sums, (r * TILE + c) * V);
        int x = atA + (i + r) * k;
        int y = atB + (j + c) * k;
        for (int q = whole; q < k; q++) {
          sum = Math.fma(a[x + q], b[y + q], sum);
        }
        out[to + (i + r) * n + j + c] = sum;
      }
    }
  }

  /** The sum of V numbers, halves first. */
  private static float tree(float[] v, int at) {
    for (int half = V / 2; half > 0; half /= 2) {
      for (int q = 0; q < half; q++) {
        v[at + q] += v[at + half + q];
      }
    }
    return v[at];
  }

  private void oneByFour(int i, int j, float[] sums) {
    int x = atA + i * k;
    int y = atB + j * k;
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    int whole = k / V * V;
    for (int q = 0; q < whole; q += V) {
      FloatVector v = FloatVector.fromArray(S, a, x + q);
      s0 = v.fma(FloatVector.fromArray(S, b, y + q), s0);
      s1 = v.fma(FloatVector.fromArray(S, b, y + k + q), s1);
      s2 = v.fma(FloatVector.fromArray(S, b, y + 2 * k + q), s2);
      s3 = v.fma(FloatVector.fromArray(S, b, y + 3 * k + q), s3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, V);
    s2.intoArray(sums, 2 * V);
    s3.intoArray(sums, 3 * V);
  }

  private void fourByFour(int i, int j, float[] sums) {
    int x = atA + i * k;
    int y = atB + j * k;
    FloatVector s00 = FloatVector.zero(S);
    FloatVector s01 = FloatVector.zero(S);
    FloatVector s02 = FloatVector.zero(S);
    FloatVector s03 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s12 = FloatVector.zero(S);
    FloatVector s13 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s22 = FloatVector.zero(S);
    FloatVector s23 = FloatVector.zero(S);
    FloatVector s30 = FloatVector.zero(S);
    FloatVector s31 = FloatVector.zero(S);
    FloatVector s32 = FloatVector.zero(S);
    FloatVector s33 = FloatVector.zero(S);
    int whole = k / V * V;
    for (int q = 0; q < whole; q += V) {
      FloatVector y0 = FloatVector.fromArray(S, b, y + q);
      FloatVector y1 = FloatVector.fromArray(S, b, y + 1 * k + q);
      FloatVector y2 = FloatVector.fromArray(S, b, y + 2 * k + q);
      FloatVector y3 = FloatVector.fromArray(S, b, y + 3 * k + q);
      FloatVector x0 = FloatVector.fromArray(S, a, x + q);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
      FloatVector x1 = FloatVector.fromArray(S, a, x + 1 * k + q);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      s13 = x1.fma(y3, s13);
      FloatVector x2 = FloatVector.fromArray(S, a, x + 2 * k + q);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
      s23 = x2.fma(y3, s23);
      FloatVector x3 = FloatVector.fromArray(S, a, x + 3 * k + q);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      s32 = x3.fma(y2, s32);
      s33 = x3.fma(y3, s33);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, 1 * V);
    s02.intoArray(sums, 2 * V);
    s03.intoArray(sums, 3 * V);
    s10.intoArray(sums, 4 * V);
    s11.intoArray(sums, 5 * V);
    s12.intoArray(sums, 6 * V);
    s13.intoArray(sums, 7 * V);
    s20.intoArray(sums, 8 * V);
    s21.intoArray(sums, 9 * V);
    s22.intoArray(sums, 10 * V);
    s23.intoArray(sums, 11 * V);
    s30.intoArray(sums, 12 * V);
    s31.intoArray(sums, 13 * V);
    s32.intoArray(sums, 14 * V);
    s33.intoArray(sums, 15 * V);
  }
}
