package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.convscope.engine.Blocked;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * 3×3 filters transformed for {@link Winograd}: {@code G·g·Gᵀ}, in the order in which the products
 * read them: by unit of output channels, point, panel and input channel.
 */
final class WinogradWeights implements Packed {
  /**
   * Inputs transformed before they are stored: the 36 places of one input's weights lie 16 to 64 kB
   * apart, too far to write them line by line (512×512 filters, one thread, a program that is not
   * kept: 10 ms, eight inputs at a time 8).
   */
  private static final int INPUTS = 8;

  private final int inputs;
  private final int units;
  private final float[] data;

  /**
   * Transforms {@code weight} [O×C×3×3].
   *
   * @param transposed from O to C with the filters turned round, for the input gradient
   * @param arrays gives an array of a length, of any contents
   */
  WinogradWeights(Tensor weight, boolean transposed, Workers workers, IntFunction<float[]> arrays) {
    int filters = weight.shape().dim(0);
    int channels = weight.shape().dim(1);
    int outputs = transposed ? channels : filters;
    int real = transposed ? filters : channels;
    inputs = Blocked.groups(real) * Blocked.LANES;
    units = (outputs + Winograd.UNIT - 1) / Winograd.UNIT;
    data = arrays.apply(units * Winograd.POINTS * inputs * Winograd.UNIT);
    float[] w = weight.floats();
    workers.forEach(
        units,
        unit -> {
          int first = unit * Winograd.UNIT;
          int count = Math.min(Winograd.UNIT, outputs - first);
          float[] nine = new float[9 * Winograd.UNIT];
          float[] scratch = new float[3 * 6 * Lanes.VECTOR];
          float[] some = new float[Winograd.POINTS * Winograd.UNIT * INPUTS];
          for (int i = 0; i < inputs; i++) {
            if (i == real) {
              Arrays.fill(nine, 0f);
            }
            for (int o = 0; o < count && i < real; o++) {
              int at = (transposed ? i * channels + first + o : (first + o) * channels + i) * 9;
              for (int k = 0; k < 9; k++) {
                nine[k * Winograd.UNIT + o] = w[at + (transposed ? 8 - k : k)];
              }
            }
            transform(nine, scratch, some, i % INPUTS);
            if (i % INPUTS == INPUTS - 1) {
              put(some, unit, i + 1 - INPUTS);
            }
          }
        });
  }

  /** Transforms the filters of one input and all outputs of a unit, which lie side by side. */
  private static void transform(float[] filters, float[] scratch, float[] some, int input) {
    int point = Winograd.UNIT * INPUTS;
    for (int panel = 0; panel < Winograd.UNIT; panel += Lanes.PANEL) {
      int to = panel * INPUTS + input * Lanes.PANEL;
      for (int lane = 0; lane < Lanes.PANEL; lane += Lanes.VECTOR) {
        WinogradTransforms.filter(
            filters, panel + lane, Winograd.UNIT, scratch, some, to + lane, point);
      }
    }
  }

  /** Stores the transformed filters of some inputs, from {@code input} on. */
  private void put(float[] some, int unit, int input) {
    for (int point = 0; point < Winograd.POINTS; point++) {
      for (int panel = 0; panel < Winograd.UNIT; panel += Lanes.PANEL) {
        System.arraycopy(
            some,
            (point * Winograd.UNIT + panel) * INPUTS,
            data,
            start(unit, point, panel) + input * Lanes.PANEL,
            INPUTS * Lanes.PANEL);
      }
    }
  }

  /** Number of units of output channels. */
  int units() {
    return units;
  }

  @Override
  public float[] data() {
    return data;
  }

  /** Where the weights of a unit's panel start that begins at {@code channel} of it. */
  int start(int unit, int point, int channel) {
    return ((unit * Winograd.POINTS + point) * Winograd.UNIT + channel) * inputs;
  }
}
