package org.convscope.engine.vector;

import org.convscope.engine.Window;

/**
 * What each window of an axis sees of the input, worked out once per call: a division per window
 * and axis took longer than a window of 3×3 itself.
 *
 * @param at input position of the first tap inside, by output position
 * @param taps how many taps lie inside, by output position
 */
record Inside(int[] at, int[] taps) {

  static Inside of(Window.Axis a, int output, int input) {
    int[] at = new int[output];
    int[] taps = new int[output];
    for (int o = 0; o < output; o++) {
      int first = Math.max(0, -Math.floorDiv(a.start(o), a.dilation()));
      int end = Math.min(a.kernel(), -Math.floorDiv(a.start(o) - input, a.dilation()));
      at[o] = a.start(o) + first * a.dilation();
      taps[o] = Math.max(0, end - first);
    }
    return new Inside(at, taps);
  }
}
