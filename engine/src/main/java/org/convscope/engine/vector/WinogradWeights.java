package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;
import org.convscope.engine.Workers;

/**
 * Filters transformed for {@link Winograd}: {@code G·g·Gᵀ}, in the order in which the products read
 * them: by unit of output channels, point, panel and input channel.
 */
final class WinogradWeights implements Packed {
  /**
   * Inputs transformed before they are stored: the 36 places of one input's weights lie 16 to 64 kB
   * apart, too far to write them line by line (512×512 filters, one thread, a program that is not
   * kept: 10 ms, eight inputs at a time 8).
   */
  private static final int INPUTS = 8;

  private final WinogradTile tile;
  private final int inputs;
  private final int units;
  private final float[] data;

  /**
   * Transforms those of a group.
   *
   * @param arrays gives an array of a length, of any contents
   */
  WinogradWeights(
      Winograd.Filters filters, int group, Workers workers, IntFunction<float[]> arrays) {
    tile = WinogradTile.of(filters.window()).orElseThrow();
    boolean transposed = filters.transposed();
    Shape shape = filters.weight().shape();
    int perGroup = shape.dim(0) / filters.window().groups();
    int channels = shape.dim(1);
    int outputs = transposed ? channels : perGroup;
    int real = transposed ? perGroup : channels;
    inputs = Blocked.groups(real) * Blocked.LANES;
    units = (outputs + Winograd.UNIT - 1) / Winograd.UNIT;
    data = arrays.apply(units * WinogradTile.POINTS * inputs * Winograd.UNIT);
    float[] w = filters.weight().floats();
    int taps = tile.taps() * tile.taps();
    int base = group * perGroup * channels * taps;
    workers.forEach(
        units,
        unit -> {
          int first = unit * Winograd.UNIT;
          int count = Math.min(Winograd.UNIT, outputs - first);
          float[] some = new float[WinogradTile.POINTS * Winograd.UNIT * INPUTS];
          float[] untransformed = new float[taps * Winograd.UNIT];
          float[] scratch = new float[tile.taps() * WinogradTile.AXIS * Lanes.VECTOR];
          for (int i = 0; i < inputs; i++) {
            if (i == real) {
              Arrays.fill(untransformed, 0f);
            }
            for (int o = 0; o < count && i < real; o++) {
              int filter = transposed ? i : first + o;
              int channel = transposed ? first + o : i;
              int at = base + (filter * channels + channel) * taps;
              for (int k = 0; k < taps; k++) {
                untransformed[k * Winograd.UNIT + o] = w[at + (transposed ? taps - 1 - k : k)];
              }
            }
            transform(untransformed, scratch, some, i % INPUTS);
            if (i % INPUTS == INPUTS - 1) {
              put(some, unit, i + 1 - INPUTS);
            }
          }
        });
  }

  /** Transforms the filters of one input and all outputs of a unit, which lie side by side. */
  private void transform(float[] filters, float[] scratch, float[] some, int input) {
    int point = Winograd.UNIT * INPUTS;
    for (int panel = 0; panel < Winograd.UNIT; panel += Lanes.PANEL) {
      int to = panel * INPUTS + input * Lanes.PANEL;
      for (int lane = 0; lane < Lanes.PANEL; lane += Lanes.VECTOR) {
        WinogradTransforms.filter(
            tile, filters, panel + lane, Winograd.UNIT, scratch, some, to + lane, point);
      }
    }
  }

  /** Stores the transformed filters of some inputs, from {@code input} on. */
  private void put(float[] some, int unit, int input) {
    for (int point = 0; point < WinogradTile.POINTS; point++) {
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

  /** The tile that they are for. */
  WinogradTile tile() {
    return tile;
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
    return ((unit * WinogradTile.POINTS + point) * Winograd.UNIT + channel) * inputs;
  }
}
