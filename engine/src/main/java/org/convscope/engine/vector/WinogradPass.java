package org.convscope.engine.vector;

import java.util.Arrays;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;

/**
 * One convolution by {@link Winograd}'s algorithm: its tiles, numbered over all images, in
 * <em>groups</em> that are transformed, multiplied and transformed back while they are in the
 * caches.
 *
 * <p>Transformed inputs of a group: by point, block of 16 channels, tile and channel. Products of a
 * group and a unit of output channels: by point, block of the unit, tile and channel.
 */
final class WinogradPass {
  /** Blocks of output channels of a unit. */
  private static final int PER_UNIT = Winograd.UNIT / Blocked.LANES;

  /**
   * The point whose products reach all outputs of a tile with the weight 1, those of 1 and 1: there
   * the bias is where the sums start.
   */
  private static final int BIAS_POINT = WinogradTile.AXIS + 1;

  private final Planes in;
  private final Shape input;
  private final int top;
  private final int left;
  private final WinogradWeights weights;
  private final WinogradTile tile;
  private final float[] bias;
  private final Target out;
  private final TileEnd after;
  private final Shape output;
  private final int blocks;
  private final int down;
  private final int across;
  private final int perImage;
  private final int tiles;
  private final int group;
  private final int most;
  private final int[] off;

  /**
   * @param in inputs of shape {@code input}, in blocks
   * @param top rows of zeros above them; negative: rows that are not read
   * @param left columns of zeros before them, likewise
   * @param bias by output channel, padded to whole blocks
   * @param out where the results of shape {@code output} go
   * @param group tiles of a group
   * @param most tiles that arrays have room for: arrays of few lengths, to be used again
   */
  WinogradPass(
      Planes in,
      Shape input,
      int top,
      int left,
      WinogradWeights weights,
      float[] bias,
      Target out,
      Shape output,
      int group,
      int most) {
    this.in = in;
    this.input = input;
    this.top = top;
    this.left = left;
    this.weights = weights;
    this.tile = weights.tile();
    this.bias = Arrays.copyOf(bias, weights.units() * Winograd.UNIT);
    this.out = out;
    this.after = new TileEnd(out, null);
    this.output = output;
    this.blocks = Blocked.groups(input.dim(1));
    this.down = tile.covering(output.dim(2));
    this.across = tile.covering(output.dim(3));
    this.perImage = down * across;
    this.tiles = input.dim(0) * perImage;
    this.group = group;
    this.most = most;
    off = new int[blocks + Taps.AHEAD];
    for (int b = 0; b < blocks; b++) {
      off[b] = b * group * Blocked.LANES;
    }
  }

  /** Number of groups; the last one may be smaller. */
  int groups() {
    return (tiles + group - 1) / group;
  }

  /** Blocks of input channels. */
  int blocks() {
    return blocks;
  }

  /** Floats from one group's transformed inputs to the next one's. */
  int transformedLength() {
    return WinogradTile.POINTS * point();
  }

  /** Floats to take for the transformed inputs of a group. */
  int transformedRoom() {
    return WinogradTile.POINTS * apart(blocks * most * Blocked.LANES);
  }

  /** Floats to take for the products of a group and a unit. */
  int productsRoom() {
    return WinogradTile.POINTS * apart(Winograd.UNIT * most);
  }

  /** Floats from one point of the transformed inputs to the next. */
  private int point() {
    return apart(blocks * group * Blocked.LANES);
  }

  /** Floats from one point of the products to the next. */
  private int product() {
    return apart(Winograd.UNIT * group);
  }

  /**
   * Floats from one point to the next, of {@code length} each and a line: multiples of two
   * kilobytes would put the 36 points of a tile into few sets of the first-level cache. With the
   * line SqueezeNet is 1.01 to 1.03 times as fast at batch 8 (512 bits, both builds in turn in one
   * process that is not kept).
   */
  private static int apart(int length) {
    return length + Blocked.LANES;
  }

  private int size(int g) {
    return Math.min(group, tiles - g * group);
  }

  /**
   * Transforms a block of channels of group {@code g}.
   *
   * @param at where the group's transformed inputs start
   */
  void transform(int g, int block, float[] transformed, int at) {
    float[] scratch = new float[WinogradTile.POINTS * Lanes.VECTOR];
    WinogradPatches patches =
        new WinogradPatches(in, input, WinogradTile.AXIS, tile.outputs(), top, left, down, across);
    int count = size(g);
    for (int t = 0; t < count; t++) {
      patches.move(g * group + t, block);
      float[] from = patches.data();
      int first = patches.at();
      int row = patches.row();
      int to = at + (block * group + t) * Blocked.LANES;
      for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
        WinogradTransforms.input(from, first + lane, row, scratch, transformed, to + lane, point());
      }
    }
  }

  /**
   * Computes the outputs of group {@code g} and a unit of channels.
   *
   * @param at where the group's transformed inputs start
   * @param products room for them
   */
  void compute(int g, int unit, float[] transformed, int at, float[] products) {
    multiply(size(g), unit, transformed, at, products);
    store(g, unit, products);
  }

  /** Blocks of output channels that a unit has: the last one may have fewer. */
  private int blocks(int unit) {
    return Math.min(PER_UNIT, Blocked.groups(output.dim(1)) - PER_UNIT * unit);
  }

  /** The 36 products over the channels. */
  private void multiply(int count, int unit, float[] transformed, int at, float[] products) {
    float[] zeros = new float[Lanes.PANEL];
    int second = Lanes.VECTOR == Blocked.LANES ? group * Blocked.LANES : Lanes.VECTOR;
    int channels = blocks(unit) * Blocked.LANES;
    for (int p = 0; p < WinogradTile.POINTS; p++) {
      for (int channel = 0; channel < channels; channel += Lanes.PANEL) {
        int w = weights.start(unit, p, channel);
        int block = channel / Blocked.LANES;
        int to = p * product() + block * group * Blocked.LANES + channel % Blocked.LANES;
        for (int done = 0; done < count; ) {
          int pixels = Cover.PAIRS.next(count - done, count);
          int t = Math.min(done, count - pixels);
          PairTiles.run(
              pixels,
              transformed,
              at + p * point() + t * Blocked.LANES,
              off,
              0,
              blocks,
              weights.data(),
              w,
              p == BIAS_POINT ? bias : zeros,
              p == BIAS_POINT ? unit * Winograd.UNIT + channel : 0,
              products,
              to + t * Blocked.LANES,
              second,
              Float.NEGATIVE_INFINITY);
          done = t + pixels;
        }
      }
    }
  }

  /** Transforms the products of a unit's blocks and stores the outputs. */
  private void store(int g, int unit, float[] products) {
    int side = tile.outputs();
    float[] scratch = new float[side * WinogradTile.AXIS * Lanes.VECTOR];
    int count = size(g);
    int end = blocks(unit);
    for (int b = 0; b < end; b++) {
      for (int t = 0; t < count; t++) {
        int number = g * group + t;
        int y = number % perImage / across * side;
        int x = number % perImage % across * side;
        int to =
            out.at()
                + number / perImage * out.image()
                + (PER_UNIT * unit + b) * out.block()
                + y * out.row()
                + x * out.step();
        int rows = Math.min(side, output.dim(2) - y);
        int columns = Math.min(side, output.dim(3) - x);
        for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
          int from = (b * group + t) * Blocked.LANES + lane;
          WinogradTransforms.outputColumns(tile, products, from, product(), scratch);
          for (int i = 0; i < rows; i++) {
            int o = to + i * out.row() + lane;
            WinogradTransforms.outputRow(
                tile, scratch, i * WinogradTile.AXIS * Lanes.VECTOR, out, o, columns);
            after.meet(o, columns, out.step());
          }
        }
      }
    }
  }
}
