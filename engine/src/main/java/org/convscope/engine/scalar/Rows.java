package org.convscope.engine.scalar;

import org.convscope.engine.Shape;
import org.convscope.engine.Window;

/**
 * Which input element each tap of a window meets, for any number of spatial dimensions.
 *
 * <p>For one tap, the output positions at which it lies inside the input form a box; the input
 * positions are the box's, scaled by the stride and shifted. The box is handed out row by row along
 * the last axis, so that convolution, its two gradients and pooling are one short loop each.
 */
final class Rows {
  private final Window window;
  private final int[] input;
  private final int[] output;
  private final int[] inputStrides;
  private final int[] outputStrides;

  /**
   * {@code length} output positions from {@code out} on, at which the tap meets the input elements
   * {@code in}, {@code in + step}, …; both are flat indices into one channel's plane.
   */
  interface Row {
    void run(int out, int in, int length, int step);
  }

  /** Rows of {@code window} from input [N×C×spatial...] to output [N×O×spatial...]. */
  Rows(Window window, Shape input, Shape output) {
    this.window = window;
    this.input = input.dims();
    this.output = output.dims();
    this.inputStrides = input.strides();
    this.outputStrides = output.strides();
  }

  /** Elements of one channel of the input. */
  int inputPlane() {
    return plane(input);
  }

  /** Elements of one channel of the output. */
  int outputPlane() {
    return plane(output);
  }

  private static int plane(int[] dims) {
    int size = 1;
    for (int i = 2; i < dims.length; i++) {
      size *= dims[i];
    }
    return size;
  }

  /** Runs {@code body} over the rows at which tap {@code tap}, counted in scan order, is inside. */
  void forEach(int tap, Row body) {
    forEach(0, tap, window.taps(), 0, 0, body);
  }

  private void forEach(int axis, int tap, int taps, int out, int in, Row body) {
    Window.Axis a = window.axes().get(axis);
    int inner = taps / a.kernel();
    int k = tap / inner;
    int from = firstAtOrAfter(axis, k, firstUsed(axis));
    int to = Math.min(output[axis + 2], firstAtOrAfter(axis, k, endUsed(axis)));
    int start = k * a.dilation() - a.padBegin();
    int inStride = inputStrides[axis + 2];
    int outStride = outputStrides[axis + 2];
    if (axis == window.rank() - 1) {
      if (from < to) {
        body.run(
            out + from * outStride,
            in + (from * a.stride() + start) * inStride,
            to - from,
            a.stride());
      }
      return;
    }
    for (int o = from; o < to; o++) {
      int next = in + (o * a.stride() + start) * inStride;
      forEach(axis + 1, tap % inner, inner, out + o * outStride, next, body);
    }
  }

  /** First input position that is not cropped by negative padding. */
  private int firstUsed(int axis) {
    return Math.max(0, -window.axes().get(axis).padBegin());
  }

  /** End (exclusive) of the input positions that are not cropped by negative padding. */
  private int endUsed(int axis) {
    return input[axis + 2] + Math.min(0, window.axes().get(axis).padEnd());
  }

  /**
   * The first output position, at least 0, whose tap {@code k} lies at or after {@code position}.
   */
  private int firstAtOrAfter(int axis, int k, int position) {
    Window.Axis a = window.axes().get(axis);
    int steps = -Math.floorDiv(k * a.dilation() - a.padBegin() - position, a.stride());
    return Math.max(0, steps);
  }
}
