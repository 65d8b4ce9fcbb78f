package org.convscope.engine.vector;

import org.convscope.engine.Blocked;
import org.convscope.engine.Workers;

/**
 * One pass of register tiles over padded input: every output pixel of every panel is its bias plus
 * the sum over its taps.
 *
 * <p>Each result is summed in the order of the packed weights whatever the tile and the task, so it
 * does not depend on the number of threads. The bias starts the sum of a pointwise kernel on blocks
 * and is added last for the others. That is oneDNN's order, and so PyTorch's: where a rectifier's
 * input or the gap between two candidates of a maximum is within rounding of zero, both decide
 * alike.
 */
final class Sweep {
  private static final int V = Lanes.VECTOR;

  /** Floats that stay in the second-level cache while others pass through it. */
  private static final int CACHED = 1 << 18;

  private final float[] in;
  private final Padded form;
  private final int inRow;
  private final Taps taps;
  private final Panels weights;
  private final float[] init;
  private final float[] bias;
  private final Target out;
  private final TileEnd end;
  private final int rows;
  private final int width;

  /**
   * @param in the input in {@code form}
   * @param inRow floats of the input from one output row to the next
   * @param bias by output channel, padded to whole blocks
   * @param rows output rows
   * @param width output columns
   */
  Sweep(
      float[] in,
      Padded form,
      int inRow,
      Taps taps,
      Panels weights,
      float[] bias,
      Target out,
      int rows,
      int width) {
    this.in = in;
    this.form = form;
    this.inRow = inRow;
    this.taps = taps;
    this.weights = weights;
    boolean pointwise = form.unit() > 1 && taps.perBlock() == 1;
    this.init = pointwise ? bias : new float[bias.length];
    this.bias = bias;
    this.out = out;
    boolean addsLast = !pointwise && form.unit() > 1 && !isZero(bias);
    this.end = new TileEnd(out, addsLast ? bias : null);
    boolean flat = inRow == width * form.unit() && out.row() == width * out.step();
    this.rows = flat ? 1 : rows;
    this.width = flat ? rows * width : width;
  }

  private static boolean isZero(float[] numbers) {
    for (float x : numbers) {
      if (x != 0) {
        return false;
      }
    }
    return true;
  }

  /** Computes all panels of {@code images} images. */
  void run(int images, Workers workers) {
    int units = images * weights.count();
    int pieces = workers.pieces(units, pieces());
    boolean weightsOuter = weightsOuter(images);
    workers.forEach(
        units * pieces,
        task -> {
          int piece = task % pieces;
          int unit = task / pieces;
          int panel = weightsOuter ? unit / images : unit % weights.count();
          int image = weightsOuter ? unit % images : unit / weights.count();
          piece(image, panel, piece, pieces);
        });
  }

  /**
   * True if all images are computed with a panel of weights before the next one, false if an image
   * is with all panels before the next: whatever is read again and again from a cache further away
   * should be little. 256→1024 channels at 14×14 take 1.0 to 1.2 times as long at batch 8 where
   * weights that are more than an image's inputs are the outer ones in any case (512 bits, two
   * threads, in turn in one process that is not kept).
   */
  private boolean weightsOuter(int images) {
    long inputs = form.imagePitch();
    int all = weights.data().length;
    return all > CACHED && (images * inputs <= CACHED || weights.count() * inputs < all);
  }

  /** The largest number of pieces that a panel of an image is worth splitting into. */
  private int pieces() {
    return rows > 1 ? rows : Math.max(1, width / (2 * Cover.PAIRS.longest()));
  }

  private void piece(int image, int panel, int piece, int pieces) {
    float[] scratch = end.scratch();
    if (rows > 1) {
      int from = rows * piece / pieces;
      int to = rows * (piece + 1) / pieces;
      boolean pairs = form.unit() > 1 && !weights.isSingle(panel);
      boolean leaveColumn = pairs && Cover.leavesColumn(to - from, width);
      for (int y = from; y < to; y++) {
        row(image, panel, y, 0, leaveColumn ? width - 1 : width, scratch);
      }
      if (leaveColumn) {
        column(image, panel, width - 1, from, to, scratch);
      }
    } else {
      int from = (int) ((long) width * piece / pieces);
      row(image, panel, 0, from, (int) ((long) width * (piece + 1) / pieces), scratch);
    }
  }

  /** Columns {@code from} to {@code to} of a row; {@code scratch} is for a tile's results. */
  private void row(int image, int panel, int y, int from, int to, float[] scratch) {
    boolean single = weights.isSingle(panel);
    boolean planar = form.unit() == 1;
    Cover cover = planar ? Cover.PLANAR : single ? Cover.SINGLES : Cover.PAIRS;
    int channel = panel * Lanes.PANEL;
    int source = image * form.imagePitch() + y * inRow;
    int target = target(image, channel) + y * out.row();
    int second = second();
    int first = weights.firstBlock(panel) * taps.perBlock();
    int last = weights.endBlock(panel) * taps.perBlock();
    float[] sums = scratch == null ? out.data() : scratch;
    int sumsSecond = scratch == null ? second : TileEnd.SCRATCH_SECOND;
    for (int done = from; done < to; ) {
      int pixels = cover.next(to - done, to - from);
      int x = Math.min(done, to - pixels);
      int a = source + x * form.unit();
      int o = target + x * out.step();
      int s = scratch == null ? o : 0;
      if (planar) {
        PlanarTiles.run(
            pixels,
            in,
            a,
            taps.off(),
            first,
            last,
            weights.data(),
            weights.start(panel),
            bias,
            channel,
            sums,
            s,
            sumsSecond,
            end.floor());
      } else if (single) {
        SingleTiles.run(
            pixels,
            in,
            a,
            taps.off(),
            first,
            last,
            weights.data(),
            weights.start(panel),
            init,
            channel,
            sums,
            s,
            end.floor());
      } else {
        PairTiles.run(
            pixels,
            in,
            a,
            taps.off(),
            first,
            last,
            weights.data(),
            weights.start(panel),
            init,
            channel,
            sums,
            s,
            sumsSecond,
            end.floor());
      }
      if (end.isNeeded()) {
        int vectors = single ? 1 : 2;
        end.apply(
            sums, s, Blocked.LANES, sumsSecond, o, out.step(), second, pixels, vectors, channel);
      }
      done = x + pixels;
    }
  }

  /** Floats from the first to the second vector's results. */
  private int second() {
    return V == Blocked.LANES ? out.block() : V;
  }

  /** Where the first pixel of a channel of an image goes. */
  private int target(int image, int channel) {
    return out.at()
        + image * out.image()
        + channel / Blocked.LANES * out.block()
        + channel % Blocked.LANES;
  }

  /** Column {@code x} of rows {@code from} to {@code to}, at least as many as a tile has pixels. */
  private void column(int image, int panel, int x, int from, int to, float[] scratch) {
    int channel = panel * Lanes.PANEL;
    int source = image * form.imagePitch() + x * form.unit();
    int target = target(image, channel) + x * out.step();
    for (int done = from; done < to; ) {
      if (to - done == 1) {
        row(image, panel, done, x, x + 1, scratch);
        return;
      }
      int y = Math.min(done, to - ColumnTile.PIXELS);
      int o = target + y * out.row();
      ColumnTile.run(
          in,
          source + y * inRow,
          inRow,
          taps.off(),
          weights.firstBlock(panel) * taps.perBlock(),
          weights.endBlock(panel) * taps.perBlock(),
          weights.data(),
          weights.start(panel),
          init,
          channel,
          out.data(),
          o,
          second(),
          out.row(),
          end.floor());
      if (end.isNeeded()) {
        end.apply(
            out.data(),
            o,
            out.row(),
            second(),
            o,
            out.row(),
            second(),
            ColumnTile.PIXELS,
            2,
            channel);
      }
      done = y + ColumnTile.PIXELS;
    }
  }
}
