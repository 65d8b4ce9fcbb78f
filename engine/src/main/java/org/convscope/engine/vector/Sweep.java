package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
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
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int V = Lanes.VECTOR;

  /** Tasks per thread to aim at, so that no thread waits long for the last. */
  private static final int TASKS_PER_THREAD = 4;

  private final float[] in;
  private final Padded form;
  private final int inRow;
  private final Taps taps;
  private final Panels weights;
  private final float[] init;
  private final float[] last;
  private final Target out;
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
    float[] zeros = new float[bias.length];
    boolean pointwise = form.unit() > 1 && taps.perBlock() == 1 && taps.run() == form.unit();
    this.init = pointwise ? bias : zeros;
    this.last = pointwise ? zeros : bias;
    this.out = out;
    boolean flat = inRow == width * form.unit() && out.row() == width * out.step();
    this.rows = flat ? 1 : rows;
    this.width = flat ? rows * width : width;
  }

  /** Computes all panels of {@code images} images. */
  void run(int images, Workers workers) {
    int units = images * weights.count();
    int wanted = (TASKS_PER_THREAD * workers.threads() + units - 1) / units;
    int pieces = workers.threads() == 1 ? 1 : Math.min(wanted, pieces());
    boolean weightsOuter = weights.data().length > form.imagePitch();
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

  /** The largest number of pieces that a panel of an image is worth splitting into. */
  private int pieces() {
    return rows > 1 ? rows : Math.max(1, width / (2 * Cover.PAIRS.longest()));
  }

  private void piece(int image, int panel, int piece, int pieces) {
    if (rows > 1) {
      int from = rows * piece / pieces;
      int to = rows * (piece + 1) / pieces;
      boolean pairs = form.unit() > 1 && !weights.isSingle(panel);
      boolean leaveColumn = pairs && Cover.leavesColumn(to - from, width);
      for (int y = from; y < to; y++) {
        row(image, panel, y, 0, leaveColumn ? width - 1 : width);
      }
      if (leaveColumn) {
        column(image, panel, width - 1, from, to);
      }
    } else {
      int from = (int) ((long) width * piece / pieces);
      row(image, panel, 0, from, (int) ((long) width * (piece + 1) / pieces));
    }
  }

  private void row(int image, int panel, int y, int from, int to) {
    boolean single = weights.isSingle(panel);
    boolean planar = form.unit() == 1;
    Cover cover = planar ? Cover.PLANAR : single ? Cover.SINGLES : Cover.PAIRS;
    int channel = panel * Lanes.PANEL;
    int source = image * form.imagePitch() + y * inRow;
    int target = target(image, channel) + y * out.row();
    int second = V == Blocked.LANES ? out.block() : V;
    int first = weights.firstBlock(panel) * taps.perBlock();
    int end = weights.endBlock(panel) * taps.perBlock();
    boolean later = out.residual() != null;
    float floor = out.relu() && !later ? 0f : Float.NEGATIVE_INFINITY;
    for (int done = from; done < to; ) {
      int pixels = cover.next(to - done, to - from);
      int x = Math.min(done, to - pixels);
      int a = source + x * form.unit();
      int o = target + x * out.step();
      if (planar) {
        PlanarTiles.run(
            pixels,
            in,
            a,
            taps.off(),
            first,
            end,
            taps.run(),
            weights.data(),
            weights.start(panel),
            init,
            channel,
            last,
            out.data(),
            o,
            second,
            out.step(),
            floor);
      } else if (single) {
        SingleTiles.run(
            pixels,
            in,
            a,
            taps.off(),
            first,
            end,
            taps.run(),
            weights.data(),
            weights.start(panel),
            init,
            channel,
            last,
            out.data(),
            o,
            out.step(),
            floor);
      } else {
        PairTiles.run(
            pixels,
            in,
            a,
            taps.off(),
            first,
            end,
            taps.run(),
            weights.data(),
            weights.start(panel),
            init,
            channel,
            last,
            out.data(),
            o,
            second,
            out.step(),
            floor);
      }
      if (later) {
        addResidual(o, pixels, out.step(), single ? 1 : 2, second);
      }
      done = x + pixels;
    }
  }

  /** Where the first pixel of a channel of an image goes. */
  private int target(int image, int channel) {
    return out.at()
        + image * out.image()
        + channel / Blocked.LANES * out.block()
        + channel % Blocked.LANES;
  }

  /** Column {@code x} of rows {@code from} to {@code to}, at least as many as a tile has pixels. */
  private void column(int image, int panel, int x, int from, int to) {
    int channel = panel * Lanes.PANEL;
    int source = image * form.imagePitch() + x * form.unit();
    int target = target(image, channel) + x * out.step();
    int second = V == Blocked.LANES ? out.block() : V;
    boolean later = out.residual() != null;
    float floor = out.relu() && !later ? 0f : Float.NEGATIVE_INFINITY;
    for (int done = from; done < to; ) {
      if (to - done == 1) {
        row(image, panel, done, x, x + 1);
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
          taps.run(),
          weights.data(),
          weights.start(panel),
          init,
          channel,
          last,
          out.data(),
          o,
          second,
          out.row(),
          floor);
      if (later) {
        addResidual(o, ColumnTile.PIXELS, out.row(), 2, second);
      }
      done = y + ColumnTile.PIXELS;
    }
  }

  private void addResidual(int at, int pixels, int step, int vectors, int second) {
    FloatVector low = FloatVector.broadcast(S, out.relu() ? 0f : Float.NEGATIVE_INFINITY);
    float[] data = out.data();
    float[] residual = out.residual();
    for (int v = 0; v < vectors; v++) {
      for (int i = 0; i < pixels; i++) {
        int o = at + v * second + i * step;
        FloatVector y =
            FloatVector.fromArray(S, data, o).add(FloatVector.fromArray(S, residual, o));
        y.blend(low, y.lt(low)).intoArray(data, o);
      }
    }
  }
}
