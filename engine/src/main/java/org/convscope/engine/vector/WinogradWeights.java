package org.convscope.engine.vector;

import org.convscope.engine.Blocked;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * 3×3 filters transformed for {@link Winograd}: {@code G·g·Gᵀ}, computed in double, in the order in
 * which the products read them: by unit of output channels, point, panel and input channel.
 */
final class WinogradWeights {
  private static final double[][] G = {
    {1 / 4.0, 0, 0},
    {-1 / 6.0, -1 / 6.0, -1 / 6.0},
    {-1 / 6.0, 1 / 6.0, -1 / 6.0},
    {1 / 24.0, 1 / 12.0, 1 / 6.0},
    {1 / 24.0, -1 / 12.0, 1 / 6.0},
    {0, 0, 1}
  };

  private final int inputs;
  private final int units;
  private final float[] data;

  /**
   * Transforms {@code weight} [O×C×3×3].
   *
   * @param transposed from O to C with the filters turned round, for the input gradient
   */
  WinogradWeights(Tensor weight, boolean transposed, Workers workers) {
    int filters = weight.shape().dim(0);
    int channels = weight.shape().dim(1);
    int outputs = transposed ? channels : filters;
    int real = transposed ? filters : channels;
    inputs = Blocked.groups(real) * Blocked.LANES;
    units = (outputs + Winograd.UNIT - 1) / Winograd.UNIT;
    data = new float[units * Winograd.POINTS * inputs * Winograd.UNIT];
    float[] w = weight.floats();
    workers.forEach(
        units,
        unit -> {
          int first = unit * Winograd.UNIT;
          int count = Math.min(Winograd.UNIT, outputs - first);
          double[] nine = new double[9 * Winograd.UNIT];
          double[] left = new double[3 * Winograd.UNIT];
          for (int i = 0; i < real; i++) {
            for (int o = 0; o < count; o++) {
              int at = (transposed ? i * channels + first + o : (first + o) * channels + i) * 9;
              for (int k = 0; k < 9; k++) {
                nine[k * Winograd.UNIT + o] = w[at + (transposed ? 8 - k : k)];
              }
            }
            put(nine, left, unit, i);
          }
        });
  }

  /** Transforms the filters of one input and all outputs of a unit, which lie side by side. */
  private void put(double[] filters, double[] left, int unit, int input) {
    for (int row = 0; row < 6; row++) {
      for (int x = 0; x < 3; x++) {
        combine(G[row], filters, x * Winograd.UNIT, 3 * Winograd.UNIT, left, x * Winograd.UNIT);
      }
      for (int column = 0; column < 6; column++) {
        double a = G[column][0];
        double b = G[column][1];
        double c = G[column][2];
        for (int panel = 0; panel < Winograd.UNIT; panel += Lanes.PANEL) {
          int at = start(unit, row * 6 + column, panel) + input * Lanes.PANEL;
          for (int o = 0; o < Lanes.PANEL; o++) {
            data[at + o] =
                (float)
                    (left[panel + o] * a
                        + left[Winograd.UNIT + panel + o] * b
                        + left[2 * Winograd.UNIT + panel + o] * c);
          }
        }
      }
    }
  }

  /** Three rows of numbers, {@code step} apart, weighted and added. */
  private static void combine(double[] g, double[] in, int at, int step, double[] out, int to) {
    double a = g[0];
    double b = g[1];
    double c = g[2];
    for (int o = 0; o < Winograd.UNIT; o++) {
      out[to + o] = in[at + o] * a + in[at + step + o] * b + in[at + 2 * step + o] * c;
    }
  }

  /** Number of units of output channels. */
  int units() {
    return units;
  }

  /** All weights. */
  float[] data() {
    return data;
  }

  /** Where the weights of a unit's panel start that begins at {@code channel} of it. */
  int start(int unit, int point, int channel) {
    return ((unit * Winograd.POINTS + point) * Winograd.UNIT + channel) * inputs;
  }
}
