package org.convscope.engine.vector;

import java.util.Arrays;
import java.util.Optional;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Window.Axis;
import org.convscope.engine.Workers;

/**
 * Convolution with 3×3 and 5×5 filters at stride 1 by Winograd's F(4×4, 3×3) and F(2×2, 5×5) (Lavin
 * and Gray 2015, "Fast Algorithms for Convolutional Neural Networks", equations 11 to 13): tiles of
 * 4×4 or 2×2 outputs from 6×6 inputs with 36 instead of 144 or 100 multiplications per channel
 * pair.
 *
 * <p>Tiles are computed in groups ({@link WinogradPass}): the 36 products over channels are
 * register tiles as in direct convolution, with image tiles for pixels, and inputs, products and,
 * where they are few, weights of a group stay in the second-level cache of one thread. Sums are
 * rounded differently than direct ones: 1e-5 of the largest output instead of 5e-7.
 *
 * <p>Before there were groups, one thread, 512 bits, times as fast as direct at batch 1 and 8 (peak
 * 212 GFLOP/s, direct 120 to 155): 16→64 channels at 55×55 1.35 and 1.29, 32→128 at 27 2.0 and 2.0,
 * 64→64 at 56 2.2 and 1.8, 128→128 at 28 2.7 and 2.5, 256→256 at 14 2.2 and 2.3, 512→512 at 14 1.6
 * and 1.7, 512→512 at 7 1.24 and 1.74, 64→64 at 224 1.8; 16→16 at 55 0.9.
 *
 * <p>5×5, in groups, with a peak of 171: 64→192 at 27×27 1.8 and 1.7, 48→128 at 7 1.2 and 1.25; at
 * batch 8 24→64 at 14 1.5, 32→32 at 28 1.14, 192→32 at 13 1.03, 192→64 at 27 1.4 (a program that is
 * not kept).
 */
record Winograd(Workers workers, Buffers buffers) {
  /** Output channels of a task: two blocks. */
  static final int UNIT = 2 * Blocked.LANES;

  /**
   * Most tiles of a group, four register tiles of 13: the more, the less often weights are read
   * again from a cache further away. Products of 52 are 240 kB, inputs 30 kB per 16 channels.
   */
  private static final int GROUP = 52;

  /**
   * Tiles of a group where as many weights as fit the second-level cache are to stay there beside
   * the group: 64→64 channels at 56×56 1.44 instead of 1.54 ms per image at batch 8; with 32→128 at
   * 27×27 it takes 0.37 instead of 0.33 ms, with 512→512 at 7×7 1.11 instead of 0.93 (groups of 24
   * and 48, 512 bits, two threads, in turn in one process that is not kept).
   */
  private static final int SMALL_GROUP = GROUP / 2;

  /** Transformed weights of this many floats stay in the second-level cache beside a group. */
  private static final int FEW_WEIGHTS = 1 << 18;

  /** Blocks of input channels up to which there is room for weights and a whole group. */
  private static final int FEW_BLOCKS = 2;

  /** Fewest tiles of an image: below, transformed weights cost more to read than sums save. */
  private static final int FEWEST_TILES = 4;

  /** Fewest input and output channels: below, the transforms cost more than they save. */
  private static final int FEWEST_CHANNELS = Blocked.LANES;

  /**
   * Fewest pairs of an input and an output channel: of 16 outputs at 512 bits half of a register
   * tile multiplies with zeros, which pays from 32 inputs on.
   */
  private static final int FEWEST_PAIRS = 2 * Blocked.LANES * Blocked.LANES;

  /**
   * The same for 5×5 filters, whose inputs are transformed for every four outputs instead of
   * sixteen: 16→48 channels at 14×14 are as fast directly, 16→32 at 28×28 1.1 times. Of 16 outputs,
   * no number of inputs pays: 32→16 at 28×28 1.4 times as fast directly.
   */
  private static final int FEWEST_PAIRS_OF_FIVE = 4 * Blocked.LANES * Blocked.LANES;

  /**
   * Images of fewer tiles read each weight so seldom that it is not in the cache, inside a network:
   * with many inputs per output they are faster directly (256→64 channels at 13×13, 0.63 against
   * 0.51 ms).
   */
  private static final int MANY_TILES = 36;

  /**
   * Filters to convolve with.
   *
   * @param weight [O×C×K×K]
   * @param transposed from O to C with the filters turned round, for the input gradient
   * @param window of the convolution
   */
  record Filters(Tensor weight, boolean transposed, Window window) {
    /** Zeros before the input along an axis; negative: numbers that are not read. */
    private int before(Axis axis) {
      return transposed ? axis.kernel() - 1 - axis.padBegin() : axis.padBegin();
    }
  }

  private record Key(boolean transposed, int group) {}

  /**
   * The tile where this is faster than the direct kernel, by one image's shape alone: the batch
   * must not change an image's result. Groups are computed one after the other, if they are whole
   * blocks of channels.
   */
  static Optional<WinogradTile> tile(Window window, Shape output, int channels) {
    int groups = window.groups();
    int inputs = channels / groups;
    int outputs = output.dim(1) / groups;
    boolean cut = groups > 1 && (inputs % Blocked.LANES != 0 || outputs % Blocked.LANES != 0);
    int fewest = inputs > 2 * outputs ? MANY_TILES : FEWEST_TILES;
    return WinogradTile.of(window)
        .filter(tile -> !cut && pays(tile, inputs, outputs) && tiles(tile, output) >= fewest);
  }

  /** True if sums save more than the transforms of so many channels cost. */
  private static boolean pays(WinogradTile tile, int inputs, int outputs) {
    boolean enough = Math.min(inputs, outputs) >= FEWEST_CHANNELS;
    return switch (tile) {
      case FOUR_BY_THREE -> enough && inputs * outputs >= FEWEST_PAIRS;
      case TWO_BY_FIVE ->
          enough && outputs > Blocked.LANES && inputs * outputs >= FEWEST_PAIRS_OF_FIVE;
    };
  }

  /** Tiles of an image of shape {@code output}. */
  private static int tiles(WinogradTile tile, Shape output) {
    return tile.covering(output.dim(2)) * tile.covering(output.dim(3));
  }

  /**
   * Convolves with filters that there is a {@link #tile} for.
   *
   * @param x the inputs' blocks
   * @param input their shape [N×C×H×W]
   * @param bias by output channel, padded to whole blocks
   * @param out where the results of shape {@code output} go
   */
  void run(Planes x, Shape input, Filters filters, float[] bias, Target out, Shape output) {
    Tensor weight = filters.weight();
    int groups = filters.window().groups();
    Shape from = input.with(1, input.dim(1) / groups);
    Shape to = output.with(1, output.dim(1) / groups);
    int outputs = Blocked.groups(to.dim(1));
    for (int g = 0; g < groups; g++) {
      int group = g;
      WinogradWeights transformed =
          Packed.of(
              weight,
              new Key(filters.transposed(), group),
              buffers,
              arrays -> new WinogradWeights(filters, group, workers, arrays));
      int first = group * outputs * Blocked.LANES;
      run(
          x.from(group * Blocked.groups(from.dim(1))),
          from,
          filters,
          transformed,
          Arrays.copyOfRange(bias, first, first + outputs * Blocked.LANES),
          out.from(group * outputs),
          to);
      Packed.release(weight, transformed, buffers);
    }
  }

  private void run(
      Planes x,
      Shape input,
      Filters filters,
      WinogradWeights weights,
      float[] bias,
      Target out,
      Shape output) {
    int top = filters.before(filters.window().h());
    int left = filters.before(filters.window().w());
    int tiles = input.dim(0) * tiles(weights.tile(), output);
    int most = mostTiles(weights, input);
    int group = group(tiles, most);
    WinogradPass pass =
        new WinogradPass(x, input, top, left, weights, bias, out, output, group, most);
    if (pass.groups() >= Workers.TASKS_PER_THREAD * workers.threads()) {
      byGroups(pass, weights.units());
    } else {
      byUnits(pass, weights.units());
    }
  }

  /**
   * Tiles of each of as few groups as there may be, so that none is of a few tiles only, and one
   * group lies close together. With groups of 48 and one for the rest at batch 1, 64→256 channels
   * at 13×13 (16 tiles) took 1.11 to 1.16 times as long, 128→128 at 28×28 (49 tiles) 1.12 to 1.15
   * times (512 bits, two threads, in turn in one process that is not kept).
   */
  private static int group(int tiles, int most) {
    int groups = (tiles + most - 1) / most;
    return (tiles + groups - 1) / groups;
  }

  private static int mostTiles(WinogradWeights weights, Shape input) {
    boolean keepsWeights = weights.data().length <= FEW_WEIGHTS;
    return keepsWeights && Blocked.groups(input.dim(1)) > FEW_BLOCKS ? SMALL_GROUP : GROUP;
  }

  /** Each group is one thread's from its inputs to its outputs: no thread waits for another. */
  private void byGroups(WinogradPass pass, int units) {
    workers.forEach(
        pass.groups(),
        g -> {
          float[] transformed = buffers.take(pass.transformedRoom());
          float[] products = buffers.take(pass.productsRoom());
          for (int block = 0; block < pass.blocks(); block++) {
            pass.transform(g, block, transformed, 0);
          }
          for (int unit = 0; unit < units; unit++) {
            pass.compute(g, unit, transformed, 0, products);
          }
          buffers.recycle(products);
          buffers.recycle(transformed);
        });
  }

  /** First all inputs, then the units of outputs: each weight is read by one thread. */
  private void byUnits(WinogradPass pass, int units) {
    int groups = pass.groups();
    int length = pass.transformedLength();
    float[] transformed = buffers.take(Math.multiplyExact(groups, pass.transformedRoom()));
    workers.forEach(
        groups * pass.blocks(),
        task -> {
          int g = task / pass.blocks();
          pass.transform(g, task % pass.blocks(), transformed, g * length);
        });
    int pieces = workers.pieces(units, groups);
    workers.forEach(
        units * pieces,
        task -> {
          float[] products = buffers.take(pass.productsRoom());
          int piece = task % pieces;
          for (int g = groups * piece / pieces; g < groups * (piece + 1) / pieces; g++) {
            pass.compute(g, task / pieces, transformed, g * length, products);
          }
          buffers.recycle(products);
        });
    buffers.recycle(transformed);
  }
}
