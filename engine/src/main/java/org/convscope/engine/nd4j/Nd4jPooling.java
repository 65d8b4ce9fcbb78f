package org.convscope.engine.nd4j;

import org.convscope.engine.Pooled;
import org.convscope.engine.Shape;
import org.convscope.engine.Switches;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * 2-D pooling tap by tap on views of a canvas.
 *
 * <p>A NaN never wins a maximum here, since it is not greater than anything; a window of nothing
 * else has the maximum −∞.
 */
final class Nd4jPooling {
  private final Window window;
  private final Shape input;
  private final Shape output;
  private final Canvas canvas;

  Nd4jPooling(Window window, Shape input) {
    this.window = window;
    this.input = input;
    this.output = window.output(input, input.dim(1));
    this.canvas = new Canvas(window, input, output);
  }

  Pooled max(INDArray x) {
    INDArray in = canvas.of(x, Double.NEGATIVE_INFINITY);
    INDArray best = filled(x.dataType(), Double.NEGATIVE_INFINITY);
    // The winning tap counted from 1. Later winners have greater numbers, so a maximum does what
    // ND4J's select needs twenty times as long for.
    INDArray taps = filled(x.dataType(), 0);
    for (int t = 0; t < window.taps(); t++) {
      INDArray candidate = canvas.tap(in, t).dup('c');
      INDArray wins = candidate.gt(best).castTo(x.dataType());
      best = Transforms.max(candidate, best, false);
      taps = Transforms.max(taps, wins.muli(t + 1), false);
    }
    long[] winners = Tensor.of(taps.castTo(DataType.LONG)).longs();
    return new Pooled(Tensor.of(best), Switches.of(output, switches(winners)));
  }

  /**
   * Positions in the input's plane from numbers of taps counted from 1, 0 where none was above −∞.
   */
  private int[] switches(long[] taps) {
    int width = output.dim(3);
    int plane = output.dim(2) * width;
    int[] switches = new int[taps.length];
    for (int i = 0; i < switches.length; i++) {
      int y = window.h().start(i % plane / width);
      int x = window.w().start(i % width);
      switches[i] = -1;
      for (int t = Math.max(0, (int) taps[i] - 1); t < window.taps() && switches[i] < 0; t++) {
        switches[i] =
            position(
                y + t / window.w().kernel() * window.h().dilation(),
                x + t % window.w().kernel() * window.w().dilation());
      }
    }
    return switches;
  }

  private int position(int y, int x) {
    return inside(0, y) && inside(1, x) ? y * input.dim(3) + x : -1;
  }

  private boolean inside(int axis, int at) {
    Window.Axis a = window.axes().get(axis);
    return at >= Math.max(0, -a.padBegin()) && at < input.dim(axis + 2) + Math.min(0, a.padEnd());
  }

  INDArray average(INDArray x, boolean countPadding) {
    INDArray in = canvas.of(x, 0);
    INDArray sum = filled(x.dataType(), 0);
    for (int t = 0; t < window.taps(); t++) {
      sum.addi(canvas.tap(in, t));
    }
    return sum.div(counts(x.dataType(), countPadding));
  }

  INDArray averageGradient(INDArray gy, boolean countPadding) {
    INDArray share = gy.div(counts(gy.dataType(), countPadding));
    INDArray gx = canvas.blank(gy.dataType(), input.dim(1), 0);
    for (int t = 0; t < window.taps(); t++) {
      canvas.tap(gx, t).addi(share);
    }
    return canvas.toInput(gx);
  }

  /** The divisors as [1×1×oH×oW], at least 1: a window over nothing has the mean 0. */
  private INDArray counts(DataType type, boolean countPadding) {
    int[] counts = window.counts(input, countPadding);
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(1, counts[i]);
    }
    return Nd4j.createFromArray(counts)
        .castTo(type)
        .reshape('c', 1, 1, output.dim(2), output.dim(3));
  }

  private INDArray filled(DataType type, double value) {
    return Nd4j.valueArrayOf(
        new long[] {output.dim(0), output.dim(1), output.dim(2), output.dim(3)}, value, type);
  }
}
