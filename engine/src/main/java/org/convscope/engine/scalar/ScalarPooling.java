package org.convscope.engine.scalar;

import java.util.Arrays;
import org.convscope.engine.Pooled;
import org.convscope.engine.Shape;
import org.convscope.engine.Switches;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * Max and average pooling, and the adjoints of both.
 *
 * <p>A NaN counts as the largest value, so that it is not lost; the first one of a window wins. A
 * window that saw only padding has the maximum −∞ and the mean 0.
 */
record ScalarPooling(Numbers numbers) {

  Pooled max(Tensor x, Window window) {
    Shape shape = window.output(x.shape(), x.shape().dim(1));
    Rows rows = new Rows(window, x.shape(), shape);
    double[] in = numbers.read(x);
    double[] best = new double[shape.size()];
    int[] switches = new int[best.length];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    Arrays.fill(switches, -1);
    int taps = window.taps();
    numbers
        .workers()
        .forEach(
            shape.size(0, 2),
            plane -> {
              int from = plane * rows.inputPlane();
              int to = plane * rows.outputPlane();
              for (int t = 0; t < taps; t++) {
                rows.forEach(
                    t,
                    (p, q, length, step) -> {
                      for (int i = 0; i < length; i++) {
                        double v = in[from + q + i * step];
                        int o = to + p + i;
                        if (switches[o] < 0 || beats(v, best[o])) {
                          best[o] = v;
                          switches[o] = q + i * step;
                        }
                      }
                    });
              }
            });
    return new Pooled(numbers.tensor(x.type(), shape, best), Switches.of(shape, switches));
  }

  private static boolean beats(double v, double best) {
    return v > best || (Double.isNaN(v) && !Double.isNaN(best));
  }

  Tensor unpool(Tensor y, Switches switches, Shape input) {
    double[] in = numbers.read(y);
    int[] where = switches.plain();
    double[] out = new double[input.size()];
    int from = y.shape().size(2, y.shape().rank());
    int to = input.size(2, input.rank());
    numbers
        .workers()
        .forEach(
            input.size(0, 2),
            plane -> {
              for (int i = plane * from; i < (plane + 1) * from; i++) {
                if (where[i] >= 0) {
                  out[plane * to + where[i]] += in[i];
                }
              }
            });
    return numbers.tensor(y.type(), input, out);
  }

  Tensor gather(Tensor x, Switches switches) {
    double[] in = numbers.read(x);
    int[] where = switches.plain();
    Shape shape = switches.shape();
    double[] out = new double[shape.size()];
    int from = x.shape().size(2, x.shape().rank());
    int to = shape.size(2, shape.rank());
    numbers
        .workers()
        .forEach(
            shape.size(0, 2),
            plane -> {
              for (int i = plane * to; i < (plane + 1) * to; i++) {
                out[i] = where[i] < 0 ? 0 : in[plane * from + where[i]];
              }
            });
    return numbers.tensor(x.type(), shape, out);
  }

  Tensor average(Tensor x, Window window, boolean countPadding) {
    Shape shape = window.output(x.shape(), x.shape().dim(1));
    Rows rows = new Rows(window, x.shape(), shape);
    int[] counts = window.counts(x.shape(), countPadding);
    double[] in = numbers.read(x);
    double[] out = new double[shape.size()];
    int taps = window.taps();
    numbers
        .workers()
        .forEach(
            shape.size(0, 2),
            plane -> {
              int from = plane * rows.inputPlane();
              int to = plane * rows.outputPlane();
              for (int t = 0; t < taps; t++) {
                rows.forEach(
                    t,
                    (p, q, length, step) -> {
                      for (int i = 0; i < length; i++) {
                        out[to + p + i] += in[from + q + i * step];
                      }
                    });
              }
              for (int p = 0; p < counts.length; p++) {
                out[to + p] /= Math.max(1, counts[p]);
              }
            });
    return numbers.tensor(x.type(), shape, out);
  }

  Tensor averageGradient(Tensor gy, Window window, boolean countPadding, Shape input) {
    Rows rows = new Rows(window, input, gy.shape());
    int[] counts = window.counts(input, countPadding);
    double[] g = numbers.read(gy);
    double[] gx = new double[input.size()];
    int taps = window.taps();
    numbers
        .workers()
        .forEach(
            input.size(0, 2),
            plane -> {
              int from = plane * rows.outputPlane();
              int to = plane * rows.inputPlane();
              for (int t = 0; t < taps; t++) {
                rows.forEach(
                    t,
                    (p, q, length, step) -> {
                      for (int i = 0; i < length; i++) {
                        gx[to + q + i * step] += g[from + p + i] / counts[p + i];
                      }
                    });
              }
            });
    return numbers.tensor(gy.type(), input, gx);
  }
}
