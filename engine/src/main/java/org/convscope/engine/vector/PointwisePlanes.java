package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Pointwise convolution of few planes to few planes, as of colours to colours, which stay planes:
 * in blocks of 16 channels most lanes would be idle. Each result is its bias, then a chain of FMAs
 * over the channels.
 */
record PointwisePlanes(Workers workers, Buffers buffers) {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;

  /** Pixels of a task: its planes stay in the first-level cache from one channel to the next. */
  private static final int PIECE = 1 << 11;

  /**
   * Weights from channels to results.
   *
   * @param values the numbers
   * @param result distance of the weights of one result from those of the next
   * @param channel distance of the weight of one channel from that of the next
   */
  record Weights(float[] values, int result, int channel) {
    float at(int k, int c) {
      return values[k * result + c * channel];
    }
  }

  static boolean applies(Window window, int inputs, int outputs) {
    return Math.max(inputs, outputs) <= ForwardConvolution.PLANAR_CHANNELS
        && window.groups() == 1
        && window.axes().stream()
            .allMatch(
                a -> a.kernel() == 1 && a.stride() == 1 && a.padBegin() == 0 && a.padEnd() == 0);
  }

  /**
   * Convolves.
   *
   * @param x [N×C×H×W]
   * @param bias by result
   * @param output [N×K×H×W]
   */
  Tensor run(Tensor x, Weights weights, float[] bias, boolean relu, Shape output) {
    float[] in = x.floats();
    float[] out = buffers.take(output.size());
    int channels = x.shape().dim(1);
    int results = output.dim(1);
    int plane = output.dim(2) * output.dim(3);
    int pieces = (plane + PIECE - 1) / PIECE;
    workers.forEach(
        output.dim(0) * pieces,
        task -> {
          int n = task / pieces;
          int from = task % pieces * PIECE;
          int length = Math.min(PIECE, plane - from);
          for (int k = 0; k < results; k++) {
            int to = (n * results + k) * plane + from;
            begin(in, n * channels * plane + from, weights.at(k, 0), bias[k], out, to, length);
            for (int c = 1; c < channels; c++) {
              add(in, (n * channels + c) * plane + from, weights.at(k, c), out, to, length);
            }
            if (relu) {
              rectify(out, to, length);
            }
          }
        });
    return Tensor.of(output, out);
  }

  private static void begin(
      float[] x, int from, float weight, float bias, float[] y, int to, int length) {
    FloatVector w = FloatVector.broadcast(S, weight);
    FloatVector b = FloatVector.broadcast(S, bias);
    int i = 0;
    for (; i <= length - Lanes.VECTOR; i += Lanes.VECTOR) {
      FloatVector.fromArray(S, x, from + i).fma(w, b).intoArray(y, to + i);
    }
    for (; i < length; i++) {
      y[to + i] = Math.fma(x[from + i], weight, bias);
    }
  }

  private static void add(float[] x, int from, float weight, float[] y, int to, int length) {
    FloatVector w = FloatVector.broadcast(S, weight);
    int i = 0;
    for (; i <= length - Lanes.VECTOR; i += Lanes.VECTOR) {
      FloatVector sum = FloatVector.fromArray(S, y, to + i);
      FloatVector.fromArray(S, x, from + i).fma(w, sum).intoArray(y, to + i);
    }
    for (; i < length; i++) {
      y[to + i] = Math.fma(x[from + i], weight, y[to + i]);
    }
  }

  private static void rectify(float[] y, int from, int length) {
    for (int i = from; i < from + length; i++) {
      y[i] = y[i] < 0 ? 0 : y[i];
    }
  }
}
