package org.convscope.engine.vector;

import org.convscope.engine.Window;

/**
 * Where the inputs of one output pixel lie, relative to the first: per channel block the same
 * number of segments of consecutive floats, a tap's channels each, in the order in which the
 * weights are packed.
 *
 * @param off offsets of the segments of all blocks, and {@link #AHEAD} more
 * @param perBlock segments of a block
 */
record Taps(int[] off, int perBlock) {
  /** Offsets behind the last that register tiles read and do not use. */
  static final int AHEAD = 2;

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
    int[] off = new int[blocks * rows.length * columns.length + AHEAD];
    int i = 0;
    for (int b = 0; b < blocks; b++) {
      for (int row : rows) {
        for (int column : columns) {
          off[i++] = b * pitch + row + column;
        }
      }
    }
    return new Taps(off, rows.length * columns.length);
  }

  /**
   * Channels of planar input innermost: the order in which oneDNN sums a first layer, so that both
   * give the same bits and a near-tie in the pooling behind it is decided alike.
   */
  private static Taps planar(int channels, int pitch, int[] rows, int[] columns) {
    int[] off = new int[channels * rows.length * columns.length + AHEAD];
    int i = 0;
    for (int row : rows) {
      for (int column : columns) {
        for (int c = 0; c < channels; c++) {
          off[i++] = c * pitch + row + column;
        }
      }
    }
    return new Taps(off, rows.length * columns.length);
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
