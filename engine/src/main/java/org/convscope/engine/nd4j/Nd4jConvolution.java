package org.convscope.engine.nd4j;

import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * 2-D convolution and its gradients on the operations {@code conv2d}, {@code conv2d_input_bp} and
 * {@code conv2d_bp}: once per group, on a canvas that has the padding drawn in.
 */
final class Nd4jConvolution {
  private final Window window;
  private final Canvas canvas;
  private final Shape weight;

  Nd4jConvolution(Window window, Shape input, Shape weight) {
    this.window = window;
    this.weight = weight;
    this.canvas = new Canvas(window, input, window.convolved(input, weight));
  }

  INDArray forward(INDArray x, INDArray w) {
    INDArray in = canvas.of(x, 0);
    INDArray[] parts = new INDArray[window.groups()];
    for (int g = 0; g < parts.length; g++) {
      parts[g] = Nd4j.exec(op("conv2d").addInputs(channels(in, g), filters(w, 0, g)).build())[0];
    }
    return Nd4j.concat(1, parts);
  }

  INDArray inputGradient(INDArray gy, INDArray w) {
    INDArray blank = canvas.blank(gy.dataType(), weight.dim(1), 0);
    INDArray shape = Nd4j.createFromArray(blank.shape());
    INDArray[] parts = new INDArray[window.groups()];
    for (int g = 0; g < parts.length; g++) {
      parts[g] =
          Nd4j.exec(
              op("conv2d_input_bp").addInputs(shape, filters(w, 0, g), filters(gy, 1, g)).build())[
              0];
    }
    return canvas.toInput(Nd4j.concat(1, parts));
  }

  INDArray weightGradient(INDArray x, INDArray gy) {
    INDArray in = canvas.of(x, 0);
    INDArray[] parts = new INDArray[window.groups()];
    for (int g = 0; g < parts.length; g++) {
      INDArray group = channels(in, g);
      INDArray grad = filters(gy, 1, g);
      INDArray unused = group.ulike();
      parts[g] =
          Nd4j.create(gy.dataType(), grad.size(1), weight.dim(1), weight.dim(2), weight.dim(3));
      Nd4j.exec(
          op("conv2d_bp")
              .addInputs(group, parts[g].like(), grad)
              .addOutputs(unused, parts[g])
              .build());
    }
    return Nd4j.concat(0, parts);
  }

  /** An operation with this window's attributes: padding 0, not "same", NCHW, OIHW. */
  private DynamicCustomOp.DynamicCustomOpsBuilder op(String name) {
    Window.Axis h = window.h();
    Window.Axis w = window.w();
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            h.kernel(),
            w.kernel(),
            h.stride(),
            w.stride(),
            0,
            0,
            h.dilation(),
            w.dilation(),
            0,
            0,
            1);
  }

  private INDArray channels(INDArray x, int group) {
    return part(x, 1, group, weight.dim(1));
  }

  private INDArray filters(INDArray x, int axis, int group) {
    return part(x, axis, group, weight.dim(0) / window.groups());
  }

  private INDArray part(INDArray x, int axis, int group, int length) {
    if (window.groups() == 1) {
      return x;
    }
    var interval = NDArrayIndex.interval(group * length, (group + 1) * length);
    return (axis == 0 ? x.get(interval) : x.get(NDArrayIndex.all(), interval)).dup('c');
  }
}
