package org.convscope.engine.nd4j;

import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Convolution with one channel per group, tap by tap: a product of a view of the canvas and one
 * number per channel. Hundreds of one-channel convolutions would cost far more.
 */
final class Nd4jDepthwise {
  private final Window window;
  private final Canvas canvas;
  private final Shape input;
  private final Shape output;
  private final int multiplier;

  Nd4jDepthwise(Window window, Shape input, Shape weight) {
    this.window = window;
    this.input = input;
    this.output = window.convolved(input, weight);
    this.canvas = new Canvas(window, input, output);
    this.multiplier = weight.dim(0) / window.groups();
  }

  static boolean applies(Shape weight, Window window) {
    return weight.dim(1) == 1 && window.groups() > 1;
  }

  INDArray forward(INDArray x, INDArray w) {
    INDArray in = canvas.of(x, 0);
    INDArray y = Nd4j.zeros(x.dataType(), Flat.dims(output));
    for (int t = 0; t < window.taps(); t++) {
      for (int m = 0; m < multiplier; m++) {
        filters(y, m).addi(canvas.tap(in, t).mul(weights(w, m, t)));
      }
    }
    return y;
  }

  INDArray inputGradient(INDArray gy, INDArray w) {
    INDArray gx = canvas.blank(gy.dataType(), input.dim(1), 0);
    for (int t = 0; t < window.taps(); t++) {
      for (int m = 0; m < multiplier; m++) {
        canvas.tap(gx, t).addi(filters(gy, m).mul(weights(w, m, t)));
      }
    }
    return canvas.toInput(gx);
  }

  INDArray weightGradient(INDArray x, INDArray gy) {
    INDArray in = canvas.of(x, 0);
    INDArray gw = Nd4j.zeros(x.dataType(), input.dim(1), multiplier, window.taps());
    for (int t = 0; t < window.taps(); t++) {
      for (int m = 0; m < multiplier; m++) {
        INDArray sums = canvas.tap(in, t).mul(filters(gy, m)).sum(0, 2, 3);
        gw.get(NDArrayIndex.all(), NDArrayIndex.point(m), NDArrayIndex.point(t)).assign(sums);
      }
    }
    return gw.reshape('c', output.dim(1), 1, window.h().kernel(), window.w().kernel());
  }

  /** A view of every {@code multiplier}-th channel of [N×O×oH×oW] from {@code m} on. */
  private INDArray filters(INDArray y, int m) {
    return multiplier == 1
        ? y
        : y.get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(m, multiplier, m + (input.dim(1) - 1) * multiplier + 1));
  }

  /** One tap of the filters {@link #filters} takes, as [1×C×1×1]. */
  private INDArray weights(INDArray w, int m, int tap) {
    return w.reshape('c', input.dim(1), multiplier, window.taps())
        .get(NDArrayIndex.all(), NDArrayIndex.point(m), NDArrayIndex.point(tap))
        .dup('c')
        .reshape('c', 1, input.dim(1), 1, 1);
  }
}
