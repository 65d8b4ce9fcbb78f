package org.convscope.engine.nd4j;

import java.util.Arrays;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The part of a padded input [N×C×H×W] that the windows of one geometry touch: on it every window
 * lies inside, so that neither padding (of either sign and uneven) nor rounding up matters any
 * more.
 */
final class Canvas {
  private final Window window;
  private final Shape input;
  private final Shape output;
  private final int[] size = new int[2];

  Canvas(Window window, Shape input, Shape output) {
    this.window = window;
    this.input = input;
    this.output = output;
    for (int i = 0; i < 2; i++) {
      Window.Axis a = window.axes().get(i);
      size[i] = (output.dim(i + 2) - 1) * a.stride() + a.extent();
    }
  }

  /** An empty canvas of {@code channels} channels. */
  INDArray blank(DataType type, int channels, double value) {
    return Nd4j.valueArrayOf(new long[] {input.dim(0), channels, size[0], size[1]}, value, type);
  }

  /** The canvas of {@code x}, with {@code value} where there is padding. */
  INDArray of(INDArray x, double value) {
    if (isWholeInput()) {
      return x;
    }
    INDArray canvas = blank(x.dataType(), (int) x.size(1), value);
    if (overlaps()) {
      canvas.get(overlap(true)).assign(x.get(overlap(false)));
    }
    return canvas;
  }

  /** The adjoint of {@link #of}: a canvas' numbers at the input's places, 0 where it has none. */
  INDArray toInput(INDArray canvas) {
    if (isWholeInput()) {
      return canvas;
    }
    INDArray x =
        Nd4j.zeros(canvas.dataType(), input.dim(0), canvas.size(1), input.dim(2), input.dim(3));
    if (overlaps()) {
      x.get(overlap(false)).assign(canvas.get(overlap(true)));
    }
    return x;
  }

  /**
   * A view of a canvas: the elements that tap {@code tap}, in scan order, meets, one per output.
   */
  INDArray tap(INDArray canvas, int tap) {
    return canvas.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        steps(0, tap / window.w().kernel()),
        steps(1, tap % window.w().kernel()));
  }

  private INDArrayIndex steps(int axis, int k) {
    Window.Axis a = window.axes().get(axis);
    int from = k * a.dilation();
    if (output.dim(axis + 2) == 1) { // ND4J miscounts a single element taken with a stride
      return NDArrayIndex.interval(from, from + 1);
    }
    return NDArrayIndex.interval(
        from, a.stride(), from + (output.dim(axis + 2) - 1) * a.stride() + 1);
  }

  private boolean isWholeInput() {
    return Arrays.stream(new int[] {0, 1})
        .allMatch(
            i ->
                window.axes().get(i).padBegin() == 0
                    && begin(i) == 0
                    && end(i) == input.dim(i + 2)
                    && size[i] == input.dim(i + 2));
  }

  private boolean overlaps() {
    return begin(0) < end(0) && begin(1) < end(1);
  }

  private INDArrayIndex[] overlap(boolean onCanvas) {
    INDArrayIndex[] index = new INDArrayIndex[4];
    index[0] = NDArrayIndex.all();
    index[1] = NDArrayIndex.all();
    for (int i = 0; i < 2; i++) {
      int shift = onCanvas ? window.axes().get(i).padBegin() : 0;
      index[i + 2] = NDArrayIndex.interval(begin(i) + shift, end(i) + shift);
    }
    return index;
  }

  /** The first input position on the canvas. */
  private int begin(int axis) {
    return Math.max(0, -window.axes().get(axis).padBegin());
  }

  /** The end (exclusive) of the input positions on the canvas. */
  private int end(int axis) {
    Window.Axis a = window.axes().get(axis);
    int used = input.dim(axis + 2) + Math.min(0, a.padEnd());
    return Math.min(used, size[axis] - a.padBegin());
  }
}
