package org.convscope.engine.vector;

import java.util.List;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.PooledConvolution;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * A first layer and the max pooling behind it in bands of a few pooled rows, so that the layer's
 * result, which nobody else reads, never leaves the second-level cache. It is the largest value of
 * most networks and its sums are the shortest, so that storing it and reading it back takes longer
 * than computing it: 64 filters of 3×3×3 at stride 2 and maxima of 3×3 over 224×224 take 0.32
 * instead of 0.57 ms per image at batch 8, 0.31 instead of 0.53 at batch 1 (512 bits, two threads,
 * in turn in one process that is not kept). The same bits as one after the other.
 *
 * @param forward convolves, and packs the weights
 */
record MaxPooledConvolution(Workers workers, Buffers buffers, ForwardConvolution forward) {
  /** Floats of a band's values that stay in the second-level cache: one megabyte. */
  private static final int BAND = 1 << 18;

  /** A band is computed by the thread that took it. */
  private static final Workers ALONE = Workers.of(1);

  /** True for planar first layers whose input needs a copy anyway, and short windows. */
  static boolean applies(ConvolutionCall call, Window pool) {
    Shape conv = call.shape();
    return ForwardConvolution.isPlanar(call.x().shape(), call.window(), conv)
        && form(call).movesColumns()
        && ShortMaxPool.applies(pool, conv, pool.output(conv, conv.dim(1)));
  }

  private static Padded form(ConvolutionCall call) {
    Shape x = call.x().shape();
    return Padded.of(call.window(), 1, x.dim(1), x.dim(2), x.dim(3));
  }

  /** True where there is a way back by bands, too. */
  static boolean goesBack(ConvolutionCall call, Window pool) {
    return applies(call, pool) && MaximaPlaces.applies(pool);
  }

  /** Maxima of the convolution's result. */
  Tensor run(ConvolutionCall call, Window pool) {
    return run(call, pool, null);
  }

  /** The same with their places, from which there is a way back. */
  PooledConvolution recorded(ConvolutionCall call, Window pool) {
    Shape conv = call.shape();
    Shape shape = pool.output(conv, conv.dim(1));
    float[] places = buffers.take(Blocked.length(shape));
    UnpooledInputGradient back = new UnpooledInputGradient(workers, buffers);
    Tensor y = run(call, pool, new MaximaPlaces(places, pool, conv, shape));
    return new PooledConvolution(
        call,
        y,
        gy -> back.run(new Unpooled(gy.blocked(), places, pool, conv, shape), call),
        List.of(Tensor.blocked(shape, places)));
  }

  private Tensor run(ConvolutionCall call, Window pool, MaximaPlaces places) {
    Shape conv = call.shape();
    Shape shape = pool.output(conv, conv.dim(1));
    Warmup.await((long) conv.size() * call.weight().size() / conv.dim(1));
    Panels panels = forward.panels(call.weight(), call.window(), 1);
    float[] y = buffers.take(Blocked.length(shape));
    new Bands(call, pool, conv, shape, panels, y, places).run();
    Packed.release(call.weight(), panels, buffers);
    return Tensor.blocked(shape, y);
  }

  /**
   * Bands of an image: enough for all threads, and so many that each stays in the cache.
   *
   * @param rows that an image can be cut into
   * @param floats of an image's values
   */
  static int pieces(Workers workers, int images, int rows, int floats) {
    return Math.min(rows, Math.max(workers.pieces(images, rows), (floats + BAND - 1) / BAND));
  }

  /** One call's bands. */
  private final class Bands {
    private final ConvolutionCall call;
    private final Shape conv;
    private final Shape shape;
    private final Panels panels;
    private final float[] y;
    private final MaximaPlaces places;
    private final ShortMaxPool pool;
    private final float[] bias;
    private final float[] x;
    private final Padded whole;
    private final int groups;
    private final int row;
    private final int pieces;
    private final int most;
    private final Taps taps;

    Bands(
        ConvolutionCall call,
        Window pool,
        Shape conv,
        Shape shape,
        Panels panels,
        float[] y,
        MaximaPlaces places) {
      this.call = call;
      this.conv = conv;
      this.shape = shape;
      this.panels = panels;
      this.y = y;
      this.places = places;
      this.pool = new ShortMaxPool(pool, conv, shape);
      bias = Channels.padded(call.bias(), conv.dim(1));
      x = call.x().floats();
      whole = form(call);
      groups = Blocked.groups(conv.dim(1));
      row = conv.dim(3) * Blocked.LANES;
      pieces =
          MaxPooledConvolution.pieces(
              workers, shape.dim(0), shape.dim(2), groups * conv.dim(2) * row);
      most = mostRows();
      taps = Taps.of(call.window(), whole.band(call.window(), 0, most));
    }

    /** Rows of the longest band's convolution. */
    private int mostRows() {
      int rows = 0;
      for (int piece = 0; piece < pieces; piece++) {
        rows = Math.max(rows, pool.endRow(first(piece + 1) - 1) - pool.firstRow(first(piece)));
      }
      return rows;
    }

    private int first(int piece) {
      return shape.dim(2) * piece / pieces;
    }

    void run() {
      workers.forEach(shape.dim(0) * pieces, task -> band(task / pieces, task % pieces));
    }

    private void band(int image, int piece) {
      int from = first(piece);
      int to = first(piece + 1);
      int firstRow = pool.firstRow(from);
      Padded form = whole.band(call.window(), firstRow, most);
      float[] in = buffers.take(form.imagePitch());
      form.fill(Planes.all(x, form.blocks()), image, in);
      int plane = most * row;
      float[] convolved = buffers.take(groups * plane);
      Target target =
          new Target(
              convolved, 0, groups * plane, plane, row, Blocked.LANES, null, null, call.relu());
      int rows = pool.endRow(to - 1) - firstRow;
      int inRow = form.outputRow(call.window());
      new Sweep(in, form, inRow, taps, panels, bias, target, rows, conv.dim(3)).run(1, ALONE);
      buffers.recycle(in);
      int outPlane = shape.dim(2) * shape.dim(3) * Blocked.LANES;
      for (int g = 0; g < groups; g++) {
        int at = g * plane - firstRow * row;
        pool.rows(convolved, at, y, (image * groups + g) * outPlane, from, to, places);
      }
      buffers.recycle(convolved);
    }
  }
}
