package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * Convolution weights in the order in which the register tiles read them: for each panel of {@link
 * Lanes#PANEL} output channels, for each block of input channels, tap and channel, the weights of
 * the panel's outputs side by side. For planar input (blocks of one channel): for each tap and
 * channel.
 *
 * <p>Groups: a panel covers only the input blocks of the groups that its outputs belong to; weights
 * between channels of different groups are zero.
 */
final class Panels implements Packed {
  private final int outputs;
  private final int inputs;
  private final int groups;
  private final int unit;
  private final int[] start;
  private final int[] firstBlock;
  private final int[] endBlock;
  private final float[] data;

  /** Rows and columns of the taps to pack, in reading order. */
  record Selection(int[] rows, int[] columns) {
    /** All taps in scan order. */
    static Selection all(int height, int width) {
      return new Selection(ascending(height), ascending(width));
    }

    /** Where the selected taps of a filter with rows of {@code width} are in it. */
    private int[] offsets(int width) {
      int[] offsets = new int[rows.length * columns.length];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = rows[i / columns.length] * width + columns[i % columns.length];
      }
      return offsets;
    }

    private static int[] ascending(int n) {
      int[] v = new int[n];
      for (int i = 0; i < n; i++) {
        v[i] = i;
      }
      return v;
    }
  }

  /**
   * Packs {@code weight} [O×C/groups×kH×kW].
   *
   * @param transposed from O to C, for the input gradient, instead of from C to O
   * @param unit input channels of a block
   * @param arrays gives an array of a length, of any contents
   */
  Panels(
      Tensor weight,
      int groups,
      boolean transposed,
      int unit,
      Selection taps,
      Workers workers,
      IntFunction<float[]> arrays) {
    int filters = weight.shape().dim(0);
    int channels = weight.shape().dim(1) * groups;
    this.outputs = transposed ? channels : filters;
    this.inputs = transposed ? filters : channels;
    this.groups = groups;
    this.unit = unit;
    int panels = (Blocked.groups(outputs) * Blocked.LANES + Lanes.PANEL - 1) / Lanes.PANEL;
    start = new int[panels];
    firstBlock = new int[panels];
    endBlock = new int[panels];
    int size = 0;
    for (int p = 0; p < panels; p++) {
      int first = p * Lanes.PANEL / (outputs / groups);
      int last = (Math.min(outputs, (p + 1) * Lanes.PANEL) - 1) / (outputs / groups);
      firstBlock[p] = Math.min(first, groups - 1) * (inputs / groups) / unit;
      endBlock[p] = (Math.max(last + 1, first) * (inputs / groups) + unit - 1) / unit;
      endBlock[p] = Math.max(firstBlock[p] + 1, Math.min(endBlock[p], (inputs + unit - 1) / unit));
      start[p] = size;
      size =
          Math.addExact(
              size,
              Math.multiplyExact(
                  (endBlock[p] - firstBlock[p]) * taps.rows().length * taps.columns().length,
                  unit * width(p)));
    }
    data = arrays.apply(size);
    float[] w = weight.floats();
    workers.forEach(
        panels,
        p -> {
          if (unit == 1) {
            packPlanar(p, w, weight.shape(), taps);
          } else {
            pack(p, w, weight.shape(), transposed, taps);
          }
        });
  }

  /**
   * Packs a matrix [K×N], or [N×K] if {@code transposed}, that starts at {@code at}: K are the
   * input channels, N the outputs.
   */
  Panels(
      float[] matrix,
      int at,
      int k,
      int n,
      boolean transposed,
      Workers workers,
      IntFunction<float[]> arrays) {
    this(
        Tensor.of(Shape.of(n, k, 1, 1), rowsOfOutputs(matrix, at, k, n, transposed)),
        1,
        false,
        Blocked.LANES,
        Selection.all(1, 1),
        workers,
        arrays);
  }

  private static float[] rowsOfOutputs(float[] matrix, int at, int k, int n, boolean transposed) {
    if (transposed) {
      return Arrays.copyOfRange(matrix, at, at + n * k);
    }
    float[] rows = new float[n * k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < n; j++) {
        rows[j * k + i] = matrix[at + i * n + j];
      }
    }
    return rows;
  }

  private Panels(Panels whole, int from, int to, int taps) {
    outputs = whole.outputs;
    inputs = whole.inputs;
    groups = whole.groups;
    unit = whole.unit;
    data = whole.data;
    start = whole.start.clone();
    firstBlock = whole.firstBlock.clone();
    endBlock = whole.endBlock.clone();
    for (int p = 0; p < start.length; p++) {
      firstBlock[p] = Math.max(firstBlock[p], Math.min(from, endBlock[p] - 1));
      endBlock[p] = Math.max(firstBlock[p] + 1, Math.min(endBlock[p], to));
      start[p] += (firstBlock[p] - whole.firstBlock[p]) * taps * unit * width(p);
    }
  }

  /**
   * These weights for inputs that are zero outside of some blocks; no copies. Every panel keeps at
   * least one block.
   *
   * @param from first block that is not zero
   * @param to end of these blocks
   * @param taps that are packed
   */
  Panels within(int from, int to, int taps) {
    return new Panels(this, from, to, taps);
  }

  /**
   * Filter by filter, so that the source is read once from its start to its end; a block's weights
   * in their new order fit into the first-level cache.
   */
  private void pack(int p, float[] w, Shape weight, boolean transposed, Selection taps) {
    int kernel = weight.dim(2) * weight.dim(3);
    int perGroup = weight.dim(1);
    int filtersPerGroup = weight.dim(0) / groups;
    int width = width(p);
    int[] offsets = taps.offsets(weight.dim(3));
    int size = offsets.length * unit * width;
    for (int block = firstBlock[p]; block < endBlock[p]; block++) {
      int to = start[p] + (block - firstBlock[p]) * size;
      Arrays.fill(data, to, to + size, 0f);
      int firstIn = block * unit;
      int endIn = Math.min(inputs, firstIn + unit);
      int firstOut = p * Lanes.PANEL;
      int endOut = Math.min(outputs, firstOut + width);
      int firstChannel = transposed ? firstOut : firstIn;
      int endChannel = transposed ? endOut : endIn;
      int firstFilter = transposed ? firstIn : firstOut;
      int endFilter = transposed ? endIn : endOut;
      int filterStep = transposed ? width : 1;
      int channelStep = transposed ? 1 : width;
      for (int filter = firstFilter; filter < endFilter; filter++) {
        int group = filter / filtersPerGroup * perGroup;
        int from = Math.max(firstChannel, group);
        int count = Math.min(endChannel, group + perGroup) - from;
        int source = (filter * perGroup + from - group) * kernel;
        int target = to + (filter - firstFilter) * filterStep + (from - firstChannel) * channelStep;
        for (int offset : offsets) {
          for (int c = 0; c < count; c++) {
            data[target + c * channelStep] = w[source + offset + c * kernel];
          }
          target += unit * width;
        }
      }
    }
  }

  /** Planar input: taps outermost, see {@link Taps}. */
  private void packPlanar(int p, float[] w, Shape weight, Selection taps) {
    int kernelWidth = weight.dim(3);
    int channelPitch = weight.dim(2) * kernelWidth;
    int to = start[p];
    for (int row : taps.rows()) {
      for (int column : taps.columns()) {
        for (int in = 0; in < inputs; in++) {
          for (int out = p * Lanes.PANEL; out < p * Lanes.PANEL + width(p); out++, to++) {
            int tap = row * kernelWidth + column;
            data[to] = out < outputs ? w[(out * inputs + in) * channelPitch + tap] : 0;
          }
        }
      }
    }
  }

  /** Number of panels. */
  int count() {
    return start.length;
  }

  @Override
  public float[] data() {
    return data;
  }

  /** Where panel {@code p} starts. */
  int start(int p) {
    return start[p];
  }

  /** First input block that panel {@code p} reads. */
  int firstBlock(int p) {
    return firstBlock[p];
  }

  /** End of the input blocks that panel {@code p} reads. */
  int endBlock(int p) {
    return endBlock[p];
  }

  /** True if panel {@code p} is one vector wide: the last block of an odd number at 512 bits. */
  boolean isSingle(int p) {
    return width(p) < Lanes.PANEL;
  }

  private int width(int p) {
    return Math.min(Lanes.PANEL, Blocked.groups(outputs) * Blocked.LANES - p * Lanes.PANEL);
  }
}
