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
          double[] filter = new double[9];
          for (int o = unit * Winograd.UNIT;
              o < Math.min(outputs, (unit + 1) * Winograd.UNIT);
              o++) {
            for (int i = 0; i < real; i++) {
              int at = (transposed ? i * channels + o : o * channels + i) * 9;
              for (int k = 0; k < 9; k++) {
                filter[k] = w[at + (transposed ? 8 - k : k)];
              }
              put(filter, unit, o % Winograd.UNIT, i);
            }
          }
        });
  }

  private void put(double[] filter, int unit, int channel, int input) {
    int panel = channel / Lanes.PANEL * Lanes.PANEL;
    for (int row = 0; row < 6; row++) {
      double[] left = new double[3];
      for (int x = 0; x < 3; x++) {
        for (int y = 0; y < 3; y++) {
          left[x] += G[row][y] * filter[y * 3 + x];
        }
      }
      for (int column = 0; column < 6; column++) {
        double[] g = G[column];
        int at = start(unit, row * 6 + column, panel) + input * Lanes.PANEL + channel - panel;
        data[at] = (float) (left[0] * g[0] + left[1] * g[1] + left[2] * g[2]);
      }
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
