package org.convscope.engine.vector;

import java.util.Arrays;
import org.convscope.engine.Buffers;
import org.convscope.engine.Workers;

/**
 * {@code out[i][j] = a[i]·b[j]} for a batch's rows of A and many rows of B, both with K numbers
 * side by side: dense layers of several images. The lanes of a vector are rows of A, of which a
 * copy is turned round; B, the weights, is read once and as it is.
 *
 * <p>A tile is 12 rows of B against one or two vectors (6 against two with 16 registers). K is cut
 * into pieces, so that a piece of A stays in the second-level cache while it meets a task's rows of
 * B; each piece is summed by itself. A row's results do not depend on the others, nor on the number
 * of threads.
 */
record DenseRows(float[] a, int atA, float[] b, int atB, float[] out, int to, int m, int n, int k) {
  private static final int V = Lanes.VECTOR;

  /** Rows of B of a tile. */
  static final int TILE = Lanes.manyRegisters() ? DenseTile12.ROWS : DenseTile6.ROWS;

  /** Numbers of each row that are multiplied before the next ones are: 256 kB of two vectors. */
  private static final int PIECE = 2048;

  /** Most tiles of a task: their sums are kept beside a piece of A. */
  private static final int MOST = 16;

  /** Rows of A that are computed together. */
  private static int panel(int m) {
    return m <= V && Lanes.manyRegisters() ? V : Lanes.PANEL;
  }

  /** Computes everything; B has at least {@link #TILE} rows. */
  void run(Workers workers, Buffers buffers) {
    int panel = panel(m);
    int panels = (m + panel - 1) / panel;
    float[] lanes = buffers.take(Math.multiplyExact(panels * panel, k));
    int pieces = (k + PIECE - 1) / PIECE;
    workers.forEach(
        pieces * panels,
        task -> {
          int first = task % pieces * PIECE;
          turn(task / pieces, first, Math.min(k, first + PIECE), lanes);
        });
    int tiles = (n + TILE - 1) / TILE;
    int tasks = Math.max(16 * workers.threads(), (tiles + MOST - 1) / MOST);
    int used = Math.min(tiles, tasks);
    workers.forEach(
        used,
        task ->
            tiles(
                (int) ((long) tiles * task / used),
                (int) ((long) tiles * (task + 1) / used),
                panels,
                lanes,
                buffers));
    buffers.recycle(lanes);
  }

  /** Numbers {@code first} to {@code last} of a panel of rows of A, number by number. */
  private void turn(int p, int first, int last, float[] lanes) {
    int panel = panel(m);
    int rows = Math.min(panel, m - p * panel);
    int base = p * panel * k;
    for (int i = 0; i < panel; i++) {
      int from = atA + (p * panel + i) * k;
      for (int q = first; q < last; q++) {
        lanes[base + q * panel + i] = i < rows ? a[from + q] : 0;
      }
    }
  }

  /** Tiles {@code from} to {@code end}. */
  private void tiles(int from, int end, int panels, float[] lanes, Buffers buffers) {
    int panel = panel(m);
    int size = TILE * panel;
    float[] sums = buffers.take((end - from) * panels * size);
    Arrays.fill(sums, 0f);
    for (int first = 0; first < k; first += PIECE) {
      int last = Math.min(k, first + PIECE);
      for (int tile = from; tile < end; tile++) {
        for (int p = 0; p < panels; p++) {
          int at = ((tile - from) * panels + p) * size;
          add(row(tile), p, first, last, lanes, sums, at);
        }
      }
    }
    for (int tile = from; tile < end; tile++) {
      for (int p = 0; p < panels; p++) {
        store(row(tile), p, sums, ((tile - from) * panels + p) * size);
      }
    }
    buffers.recycle(sums);
  }

  /** A tile's first row of B; the last tile starts earlier if it would not fit. */
  private int row(int tile) {
    return Math.min(tile * TILE, n - TILE);
  }

  private void add(int j, int p, int first, int last, float[] lanes, float[] sums, int at) {
    int from = atB + j * k;
    if (!Lanes.manyRegisters()) {
      DenseTile6.pair(b, from, k, lanes, p * k, first, last, sums, at);
    } else if (panel(m) > V) {
      DenseTile12.pair(b, from, k, lanes, p * k, first, last, sums, at);
    } else {
      DenseTile12.single(b, from, k, lanes, p * k, first, last, sums, at);
    }
  }

  private void store(int j, int p, float[] sums, int at) {
    int panel = panel(m);
    int rows = Math.min(panel, m - p * panel);
    for (int i = 0; i < rows; i++) {
      int o = to + (p * panel + i) * n + j;
      for (int r = 0; r < TILE; r++) {
        out[o + r] = sums[at + r * panel + i];
      }
    }
  }
}
