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
  /** Rows and columns of a tile's inputs. */
  private static final int IN = 6;

  /** Outputs of a tile along an axis. */
  private static final int OUT = Winograd.OUT;

  /** Blocks of output channels of a unit. */
  private static final int PER_UNIT = Winograd.UNIT / Blocked.LANES;

  /**
   * The point whose products reach all outputs of a tile with the weight 1, those of 1 and 1: there
   * the bias is where the sums start.
   */
  private static final int BIAS_POINT = IN + 1;

  private final Planes in;
  private final Shape input;
  private final int top;
  private final int left;
  private final WinogradWeights weights;
  private final float[] bias;
  private final Target out;
  private final TileEnd after;
  private final Shape output;
  private final int blocks;
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
    this.bias = Arrays.copyOf(bias, weights.units() * Winograd.UNIT);
    this.out = out;
    this.after = new TileEnd(out, null);
    this.output = output;
    this.blocks = Blocked.groups(input.dim(1));
    this.across = Winograd.tiles(output.dim(3));
    this.perImage = Winograd.tiles(output.dim(2)) * across;
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
    return Winograd.POINTS * point();
  }

  /** Floats to take for the transformed inputs of a group. */
  int transformedRoom() {
    return Winograd.POINTS * apart(blocks * most * Blocked.LANES);
  }

  /** Floats to take for the products of a group and a unit. */
  int productsRoom() {
    return Winograd.POINTS * apart(Winograd.UNIT * most);
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
    float[] scratch = new float[IN * IN * Lanes.VECTOR];
    float[] patch = new float[IN * IN * Blocked.LANES];
    int height = input.dim(2);
    int width = input.dim(3);
    int count = size(g);
    for (int t = 0; t < count; t++) {
      int tile = g * group + t;
      int plane = in.at(tile / perImage, block) * height;
      int y = tile % perImage / across * OUT - top;
      int x = tile % perImage % across * OUT - left;
      boolean inside = y >= 0 && x >= 0 && y + IN <= height && x + IN <= width;
      if (!inside) {
        cut(plane, y, x, patch);
      }
      float[] from = inside ? in.data() : patch;
      int first = inside ? ((plane + y) * width + x) * Blocked.LANES : 0;
      int row = (inside ? width : IN) * Blocked.LANES;
      int to = at + (block * group + t) * Blocked.LANES;
      for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
        WinogradTransforms.input(from, first + lane, row, scratch, transformed, to + lane, point());
      }
    }
  }

  /** The 6×6 inputs from row {@code y} and column {@code x} on, with zeros outside of the image. */
  private void cut(int plane, int y, int x, float[] patch) {
    int width = input.dim(3);
    int begin = Math.min(IN, Math.max(0, -x));
    int end = Math.max(begin, Math.min(IN, width - x));
    Arrays.fill(patch, 0f);
    if (end == begin) {
      return;
    }
    for (int i = Math.max(0, -y); i < Math.min(IN, input.dim(2) - y); i++) {
      System.arraycopy(
          in.data(),
          ((plane + y + i) * width + x + begin) * Blocked.LANES,
          patch,
          (i * IN + begin) * Blocked.LANES,
          (end - begin) * Blocked.LANES);
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
    for (int p = 0; p < Winograd.POINTS; p++) {
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
    float[] scratch = new float[OUT * IN * Lanes.VECTOR];
    int count = size(g);
    int end = blocks(unit);
    for (int b = 0; b < end; b++) {
      for (int t = 0; t < count; t++) {
        int tile = g * group + t;
        int y = tile % perImage / across * OUT;
        int x = tile % perImage % across * OUT;
        int to =
            out.at()
                + tile / perImage * out.image()
                + (PER_UNIT * unit + b) * out.block()
                + y * out.row()
                + x * out.step();
        int rows = Math.min(OUT, output.dim(2) - y);
        int columns = Math.min(OUT, output.dim(3) - x);
        for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
          int from = (b * group + t) * Blocked.LANES + lane;
          WinogradTransforms.outputColumns(products, from, product(), scratch);
          for (int i = 0; i < rows; i++) {
            int o = to + i * out.row() + lane;
            WinogradTransforms.outputRow(scratch, i * IN * Lanes.VECTOR, out, o, columns);
            after.meet(o, columns, out.step());
          }
        }
      }
    }
  }
}
