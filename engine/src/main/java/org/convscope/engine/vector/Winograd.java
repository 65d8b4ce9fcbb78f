package org.convscope.engine.vector;

import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Convolution with 3×3 filters at stride 1 by Winograd's F(4×4, 3×3) (Lavin and Gray 2015, "Fast
 * Algorithms for Convolutional Neural Networks", equations 11 to 13): tiles of 4×4 outputs from 6×6
 * inputs with 36 instead of 144 multiplications per channel pair.
 *
 * <p>The inputs of a chunk of tiles are transformed; the 36 products over channels are register
 * tiles as in direct convolution, with image tiles for pixels; their results go through the output
 * transform while they are in the cache. Sums are rounded differently than direct ones: 1e-5 of the
 * largest output instead of 5e-7.
 *
 * <p>One thread, 512 bits, times as fast as direct at batch 1 and 8 (peak 212 GFLOP/s, direct 120
 * to 155): 16→64 channels at 55×55 1.35 and 1.29, 32→128 at 27 2.0 and 2.0, 64→64 at 56 2.2 and
 * 1.8, 128→128 at 28 2.7 and 2.5, 256→256 at 14 2.2 and 2.3, 512→512 at 14 1.6 and 1.7, 512→512 at
 * 7 1.24 and 1.74, 64→64 at 224 1.8; 16→16 at 55 0.9.
 */
record Winograd(Workers workers, Buffers buffers) {
  /** Outputs of a tile along an axis. */
  private static final int OUT = 4;

  /** Products of a tile: 6 × 6. */
  static final int POINTS = 36;

  /** Output channels of a task: two blocks. */
  static final int UNIT = 2 * Blocked.LANES;

  /** Floats of transformed input that a chunk may have: what a second-level cache holds. */
  private static final int CHUNK_FLOATS = 1 << 18;

  /** Fewest tiles of an image: below, transformed weights cost more to read than sums save. */
  private static final int FEWEST_TILES = 4;

  /** Fewest input channels: below, the transforms cost more than they save. */
  private static final int FEWEST_INPUTS = Blocked.LANES;

  /** Fewest output channels: half a unit of 16 would multiply with zeros. */
  private static final int FEWEST_OUTPUTS = UNIT;

  /**
   * Images of fewer tiles read each weight so seldom that it is not in the cache, inside a network:
   * with many inputs per output they are faster directly (256→64 channels at 13×13, 0.63 against
   * 0.51 ms).
   */
  private static final int MANY_TILES = 36;

  /**
   * True where this is faster than the direct kernel, by one image's shape alone: the batch must
   * not change an image's result.
   */
  static boolean applies(Window window, Shape output, int inputs) {
    boolean shape =
        window.rank() == 2
            && window.groups() == 1
            && window.axes().stream()
                .allMatch(a -> a.kernel() == 3 && a.stride() == 1 && a.dilation() == 1);
    if (!shape || inputs < FEWEST_INPUTS || output.dim(1) < FEWEST_OUTPUTS) {
      return false;
    }
    int tiles = tiles(output.dim(2)) * tiles(output.dim(3));
    return tiles >= (inputs > 2 * output.dim(1) ? MANY_TILES : FEWEST_TILES);
  }

  private static int tiles(int length) {
    return (length + OUT - 1) / OUT;
  }

  /**
   * Convolves.
   *
   * @param x [N×C×H×W], as a plain cross-correlation sees it
   * @param top rows of zeros above x
   * @param left columns of zeros before x
   * @param weights transformed
   * @param bias by output channel, padded to whole blocks
   * @param out where the results of shape {@code output} go
   */
  void run(
      Tensor x,
      int top,
      int left,
      WinogradWeights weights,
      float[] bias,
      Target out,
      Shape output) {
    int across = tiles(output.dim(3));
    int perImage = tiles(output.dim(2)) * across;
    int images = x.shape().dim(0);
    Padded form =
        new Padded(
            Blocked.LANES,
            Blocked.groups(x.shape().dim(1)),
            x.shape().dim(2),
            x.shape().dim(3),
            -top,
            1,
            tiles(output.dim(2)) * OUT + 2,
            -left,
            1,
            1,
            across * OUT + 2);
    float[] from = x.blocked();
    float[] in = form.apply(from, images, workers, buffers);
    int total = images * perImage;
    int fits = Math.max(48, CHUNK_FLOATS / (POINTS * form.blocks() * Blocked.LANES));
    int chunks = (total + fits - 1) / fits;
    for (int c = 0; c < chunks; c++) {
      int first = (int) ((long) total * c / chunks);
      int count = (int) ((long) total * (c + 1) / chunks) - first;
      new Chunk(first, count, across, perImage, form, in, weights, bias, out, output)
          .run(workers, buffers);
    }
    form.release(from, in, buffers);
  }

  /**
   * Some of the tiles of all images.
   *
   * @param first of them
   * @param count how many
   * @param across tiles of a row of tiles
   * @param perImage tiles of an image
   */
  private record Chunk(
      int first,
      int count,
      int across,
      int perImage,
      Padded form,
      float[] in,
      WinogradWeights weights,
      float[] bias,
      Target out,
      Shape output) {

    void run(Workers workers, Buffers buffers) {
      int blocks = form.blocks();
      int point = blocks * count * Blocked.LANES;
      float[] transformed = buffers.take(POINTS * point);
      workers.forEach(blocks, b -> inputs(b, transformed, point));
      int[] off = new int[blocks + 1];
      for (int b = 0; b < blocks; b++) {
        off[b] = b * count * Blocked.LANES;
      }
      workers.forEach(
          weights.units(),
          unit -> {
            float[] products = buffers.take(POINTS * UNIT * count);
            multiply(unit, transformed, point, off, products);
            outputs(unit, products);
            buffers.recycle(products);
          });
      buffers.recycle(transformed);
    }

    /** Transforms one block of channels of all tiles. */
    private void inputs(int block, float[] transformed, int point) {
      float[] scratch = new float[POINTS * Lanes.VECTOR];
      for (int t = 0; t < count; t++) {
        int image = (first + t) / perImage;
        int tile = (first + t) % perImage;
        int at =
            image * form.imagePitch()
                + block * form.blockPitch()
                + tile / across * OUT * form.rowPitch()
                + tile % across * OUT * Blocked.LANES;
        int to = (block * count + t) * Blocked.LANES;
        for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
          WinogradTransforms.input(
              in, at + lane, form.rowPitch(), scratch, transformed, to + lane, point);
        }
      }
    }

    /** The 36 products over the channels. */
    private void multiply(int unit, float[] transformed, int point, int[] off, float[] products) {
      float[] zeros = new float[Lanes.PANEL];
      int second = Lanes.VECTOR == Blocked.LANES ? count * Blocked.LANES : Lanes.VECTOR;
      for (int p = 0; p < POINTS; p++) {
        for (int channel = 0; channel < UNIT; channel += Lanes.PANEL) {
          int w = weights.start(unit, p, channel);
          int to =
              p * UNIT * count
                  + channel / Blocked.LANES * count * Blocked.LANES
                  + channel % Blocked.LANES;
          for (int done = 0; done < count; ) {
            int tiles = Cover.PAIRS.next(count - done, count);
            int t = Math.min(done, count - tiles);
            PairTiles.run(
                tiles,
                transformed,
                p * point + t * Blocked.LANES,
                off,
                0,
                form.blocks(),
                Blocked.LANES,
                weights.data(),
                w,
                zeros,
                0,
                products,
                to + t * Blocked.LANES,
                second,
                Float.NEGATIVE_INFINITY);
            done = t + tiles;
          }
        }
      }
    }

    /** Transforms the products of the unit's blocks and stores the outputs. */
    private void outputs(int unit, float[] products) {
      float[] scratch = new float[OUT * 6 * Lanes.VECTOR];
      int blocks = Math.min(2, Blocked.groups(output.dim(1)) - 2 * unit);
      for (int b = 0; b < blocks; b++) {
        int block = 2 * unit + b;
        for (int t = 0; t < count; t++) {
          int image = (first + t) / perImage;
          int tile = (first + t) % perImage;
          int y = tile / across * OUT;
          int x = tile % across * OUT;
          int to =
              out.at() + image * out.image() + block * out.block() + y * out.row() + x * out.step();
          int rows = Math.min(OUT, output.dim(2) - y);
          int columns = Math.min(OUT, output.dim(3) - x);
          for (int lane = 0; lane < Blocked.LANES; lane += Lanes.VECTOR) {
            WinogradTransforms.outputColumns(
                products, (b * count + t) * Blocked.LANES + lane, UNIT * count, scratch);
            for (int i = 0; i < rows; i++) {
              WinogradTransforms.outputRow(
                  scratch,
                  i * 6 * Lanes.VECTOR,
                  bias,
                  block * Blocked.LANES + lane,
                  out,
                  to + i * out.row() + lane,
                  columns);
            }
          }
        }
      }
    }
  }
}
