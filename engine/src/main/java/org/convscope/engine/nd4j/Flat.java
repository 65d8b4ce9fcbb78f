package org.convscope.engine.nd4j;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts a vertical axis of 1 into 1-D windows and their tensors, so that all windows are 2-D. */
final class Flat {
  private static final Window.Axis ONE = new Window.Axis(1, 1, 0, 0, 1);

  private final Window window;
  private final boolean raised;

  Flat(Window window) {
    this.raised = window.rank() == 1;
    this.window =
        raised
            ? new Window(List.of(ONE, window.axes().get(0)), window.groups(), window.ceil())
            : window;
  }

  Window window() {
    return window;
  }

  /** [N×C×W] as [N×C×1×W]. */
  Shape shape(Shape shape) {
    return raised ? Shape.of(shape.dim(0), shape.dim(1), 1, shape.dim(2)) : shape;
  }

  INDArray array(Tensor tensor) {
    INDArray array = tensor.toINDArray();
    return raised ? array.reshape('c', dims(shape(tensor.shape()))) : array;
  }

  /** A result under its own shape. */
  Tensor tensor(INDArray array, Shape shape) {
    return Tensor.of(raised ? array.reshape('c', dims(shape)) : array);
  }

  static long[] dims(Shape shape) {
    return Arrays.stream(shape.dims()).asLongStream().toArray();
  }
}
