package org.convscope.engine.vector;

import org.convscope.engine.Window;

/**
 * Where the inputs of one output pixel lie, relative to the first: per channel block the same
 * number of segments of consecutive floats, in the order in which the weights are packed.
 *
 * @param off offsets of the segments of all blocks, and a 0 that is read after the last and not
 *     used
 * @param perBlock segments of a block
 * @param run floats of a segment
 */
record Taps(int[] off, int perBlock, int run) {

  /**
   * The taps at every combination of row and column offsets.
   *
   * @param blocks number of channel blocks, {@code pitch} floats apart
   * @param unit floats that each tap reads
   */
  static Taps of(int blocks, int pitch, int unit, int[] rows, int[] columns) {
    if (unit == 1) {
      return planar(blocks, pitch, rows, columns);
    }
    boolean contiguous = true;
    for (int i = 1; i < columns.length; i++) {
      contiguous &= columns[i] == columns[i - 1] + unit;
    }
    int perRow = contiguous ? Math.min(1, columns.length) : columns.length;
    int[] off = new int[blocks * rows.length * perRow + 1];
    int i = 0;
    for (int b = 0; b < blocks; b++) {
      for (int row : rows) {
        for (int c = 0; c < perRow; c++) {
          off[i++] = b * pitch + row + columns[c];
        }
      }
    }
    return new Taps(off, rows.length * perRow, contiguous ? unit * columns.length : unit);
  }

  /**
   * Channels of planar input innermost: the order in which oneDNN sums a first layer, so that both
   * give the same bits and a near-tie in the pooling behind it is decided alike.
   */
  private static Taps planar(int channels, int pitch, int[] rows, int[] columns) {
    int[] off = new int[channels * rows.length * columns.length + 1];
    int i = 0;
    for (int row : rows) {
      for (int column : columns) {
        for (int c = 0; c < channels; c++) {
          off[i++] = c * pitch + row + column;
        }
      }
    }
    return new Taps(off, rows.length * columns.length, 1);
  }

  /** The taps of a window over its input's padded form. */
  static Taps of(Window window, Padded in) {
    int[] rows = new int[window.h().kernel()];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = k * window.h().dilation() * in.rowPitch();
    }
    int[] columns = new int[window.w().kernel()];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = in.column(k * window.w().dilation());
    }
    return of(in.blocks(), in.blockPitch(), in.unit(), rows, columns);
  }
}
