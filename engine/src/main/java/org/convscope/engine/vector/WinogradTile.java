package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.Optional;
import org.convscope.engine.Window;

/**
 * Sizes of {@link Winograd}'s tiles. All have 6×6 inputs and are multiplied at the same points, 0,
 * ±1, ±2 and infinity along each axis, so that they share the transform of inputs and differ in
 * those of filters and outputs (Lavin and Gray 2015, section 4).
 */
enum WinogradTile {
  /** F(4×4, 3×3): 36 products instead of 144. */
  FOUR_BY_THREE(4, 3),

  /** F(2×2, 5×5): 36 products instead of 100. */
  TWO_BY_FIVE(2, 5);

  /** Points along an axis: outputs + taps − 1. */
  static final int AXIS = 6;

  /** Products of a tile. */
  static final int POINTS = AXIS * AXIS;

  private final int outputs;
  private final int taps;

  WinogradTile(int outputs, int taps) {
    this.outputs = outputs;
    this.taps = taps;
  }

  /** The tile for a window's filters, if there is one: square, dense, at stride 1. */
  static Optional<WinogradTile> of(Window window) {
    return Arrays.stream(values()).filter(tile -> tile.takes(window)).findFirst();
  }

  private boolean takes(Window window) {
    return window.rank() == 2
        && window.axes().stream()
            .allMatch(a -> a.kernel() == taps && a.stride() == 1 && a.dilation() == 1);
  }

  /** Outputs along an axis. */
  int outputs() {
    return outputs;
  }

  /** Taps of a filter along an axis. */
  int taps() {
    return taps;
  }

  /** Tiles that cover {@code length} outputs. */
  int covering(int length) {
    return (length + outputs - 1) / outputs;
  }
}
