package org.convscope.engine.scalar;

import java.util.Optional;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * Cross-correlation and its two gradients: the same sum over {@code y += x·w}, {@code gx += gy·w}
 * and {@code gw += gy·x}.
 */
record ScalarConvolution(Numbers numbers) {

  Tensor forward(Tensor x, Tensor weight, Optional<Tensor> bias, Window window, Epilogue epilogue) {
    Shape shape = window.convolved(x.shape(), weight.shape());
    Rows rows = new Rows(window, x.shape(), shape);
    Channels ch = new Channels(x.shape(), weight.shape(), window.groups());
    double[] in = numbers.read(x);
    double[] w = numbers.read(weight);
    double[] b = bias.map(numbers::read).orElse(new double[ch.filters]);
    double[] add = epilogue.residual().map(numbers::read).orElse(null);
    double[] out = new double[shape.size()];
    int plane = rows.outputPlane();
    int taps = window.taps();
    numbers
        .workers()
        .forEach(
            ch.batch * ch.filters,
            task -> {
              int o = task % ch.filters;
              int to = task * plane;
              for (int p = 0; p < plane; p++) {
                out[to + p] = b[o];
              }
              for (int c = 0; c < ch.perGroup; c++) {
                int from = (task / ch.filters * ch.channels + ch.first(o) + c) * rows.inputPlane();
                for (int t = 0; t < taps; t++) {
                  double tap = w[(o * ch.perGroup + c) * taps + t];
                  rows.forEach(
                      t,
                      (p, q, length, step) -> {
                        for (int i = 0; i < length; i++) {
                          out[to + p + i] += in[from + q + i * step] * tap;
                        }
                      });
                }
              }
              finish(out, to, to + plane, add, epilogue.relu());
            });
    return numbers.tensor(x.type(), shape, out);
  }

  private static void finish(double[] out, int from, int to, double[] add, boolean relu) {
    for (int i = from; i < to; i++) {
      double v = add == null ? out[i] : out[i] + add[i];
      out[i] = relu && !(v > 0) ? 0 : v;
    }
  }

  Tensor inputGradient(Tensor gy, Tensor weight, Window window, Shape input) {
    Rows rows = new Rows(window, input, gy.shape());
    Channels ch = new Channels(input, weight.shape(), window.groups());
    double[] g = numbers.read(gy);
    double[] w = numbers.read(weight);
    double[] gx = new double[input.size()];
    int taps = window.taps();
    numbers
        .workers()
        .forEach(
            ch.batch * ch.channels,
            task -> {
              int n = task / ch.channels;
              int c = task % ch.channels % ch.perGroup;
              int firstFilter = task % ch.channels / ch.perGroup * ch.filtersPerGroup;
              int to = task * rows.inputPlane();
              for (int o = firstFilter; o < firstFilter + ch.filtersPerGroup; o++) {
                int from = (n * ch.filters + o) * rows.outputPlane();
                for (int t = 0; t < taps; t++) {
                  double tap = w[(o * ch.perGroup + c) * taps + t];
                  rows.forEach(
                      t,
                      (p, q, length, step) -> {
                        for (int i = 0; i < length; i++) {
                          gx[to + q + i * step] += g[from + p + i] * tap;
                        }
                      });
                }
              }
            });
    return numbers.tensor(gy.type(), input, gx);
  }

  Tensor weightGradient(Tensor x, Tensor gy, Window window, Shape weight) {
    Rows rows = new Rows(window, x.shape(), gy.shape());
    Channels ch = new Channels(x.shape(), weight, window.groups());
    double[] in = numbers.read(x);
    double[] g = numbers.read(gy);
    double[] gw = new double[weight.size()];
    int taps = window.taps();
    numbers
        .workers()
        .forEach(
            ch.filters * ch.perGroup,
            task -> {
              int o = task / ch.perGroup;
              int c = ch.first(o) + task % ch.perGroup;
              for (int n = 0; n < ch.batch; n++) {
                int from = (n * ch.channels + c) * rows.inputPlane();
                int grad = (n * ch.filters + o) * rows.outputPlane();
                for (int t = 0; t < taps; t++) {
                  int to = task * taps + t;
                  rows.forEach(
                      t,
                      (p, q, length, step) -> {
                        double sum = 0;
                        for (int i = 0; i < length; i++) {
                          sum += in[from + q + i * step] * g[grad + p + i];
                        }
                        gw[to] += sum;
                      });
                }
              }
            });
    return numbers.tensor(x.type(), weight, gw);
  }

  /** The channel counts of a grouped convolution. */
  private static final class Channels {
    final int batch;
    final int channels;
    final int filters;
    final int perGroup;
    final int filtersPerGroup;

    Channels(Shape input, Shape weight, int groups) {
      batch = input.dim(0);
      channels = input.dim(1);
      filters = weight.dim(0);
      perGroup = weight.dim(1);
      filtersPerGroup = filters / groups;
    }

    /** The first input channel that filter {@code o} sees. */
    int first(int o) {
      return o / filtersPerGroup * perGroup;
    }
  }
}
