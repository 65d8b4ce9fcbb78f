package org.convscope.engine.vector;

import java.util.Arrays;
import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Gradient of convolution by its weight: for each tap the outer products of inputs and output
 * gradients, summed over all pixels.
 *
 * <p>The sums of a panel of filters, a block of input channels and all taps are added up in a fixed
 * order by one thread, so the result does not depend on the number of threads. Pixels come in
 * strips short enough to stay in the first-level cache for all taps; each strip is summed on its
 * own, which also keeps rounding errors small.
 */
record WeightGradient(Workers workers, Buffers buffers) {
  /** Pixels of a strip: 96 × (two vectors of gradients + one block of inputs) are 18 kB. */
  private static final int STRIP = 96;

  /**
   * The gradient of shape {@code weight}.
   *
   * @param gy whole blocks of channels, see {@link Planes#hold}
   */
  Tensor run(Tensor x, ChannelSlice gy, Window window, Shape weight) {
    int inBlocks = Blocked.groups(x.shape().dim(1));
    Padded form = Padded.of(window, Blocked.LANES, inBlocks, x.shape().dim(2), x.shape().dim(3));
    float[] from = x.blocked();
    float[] in = form.apply(Planes.all(from, form.blocks()), x.shape().dim(0), workers, buffers);
    float[] gw = buffers.take(weight.size());
    Job job = new Job(in, form, Planes.of(gy), gy.shape(), window, weight, gw);
    int panels = job.panels();
    int pieces = workers.pieces(panels, inBlocks);
    workers.forEach(
        panels * pieces,
        task -> {
          int piece = task % pieces;
          job.run(task / pieces, inBlocks * piece / pieces, inBlocks * (piece + 1) / pieces);
        });
    form.release(from, in, buffers);
    return Tensor.of(weight, gw);
  }

  /** The sums of one call. */
  private record Job(
      float[] in, Padded form, Planes gy, Shape out, Window window, Shape weight, float[] gw) {

    int panels() {
      return (Blocked.groups(out.dim(1)) * Blocked.LANES + Lanes.PANEL - 1) / Lanes.PANEL;
    }

    void run(int panel, int fromBlock, int toBlock) {
      float[] sums = new float[window.taps() * Blocked.LANES * Lanes.PANEL];
      for (int block = fromBlock; block < toBlock; block++) {
        if (connected(panel, block)) {
          Arrays.fill(sums, 0f);
          sum(sums, panel, block);
          store(sums, panel, block);
        }
      }
    }

    private void sum(float[] sums, int panel, int block) {
      int width = out.dim(3);
      int inRow = form.outputRow(window);
      int plane = out.dim(2) * width * Blocked.LANES;
      int channel = panel * Lanes.PANEL;
      int second = second(channel, plane);
      int stripRows = Math.max(1, STRIP / width);
      int[] split = GradientTiles.split();
      for (int n = 0; n < out.dim(0); n++) {
        int g = gy.at(n, channel / Blocked.LANES) * plane + channel % Blocked.LANES;
        int source = n * form.imagePitch() + block * form.blockPitch();
        for (int y = 0; y < out.dim(2); y += stripRows) {
          int pixels = Math.min(stripRows, out.dim(2) - y) * width;
          int gAt = g + y * width * Blocked.LANES;
          for (int t = 0; t < window.taps(); t++) {
            int at = source + y * inRow + tap(t);
            int to = t * Blocked.LANES * Lanes.PANEL;
            int c = 0;
            for (int channels : split) {
              GradientTiles.run(
                  channels,
                  in,
                  at + c,
                  inRow - width * Blocked.LANES,
                  gy.data(),
                  gAt,
                  second,
                  width,
                  pixels,
                  sums,
                  to + c * Lanes.PANEL);
              c += channels;
            }
          }
        }
      }
    }

    /** Offset of tap {@code t}, counted in scan order. */
    private int tap(int t) {
      int row = t / window.w().kernel() * window.h().dilation();
      return row * form.rowPitch() + form.column(t % window.w().kernel() * window.w().dilation());
    }

    /** Where the second vector's gradients are; the first's again if there is no second block. */
    private int second(int channel, int plane) {
      if (Lanes.VECTOR < Blocked.LANES) {
        return Lanes.VECTOR;
      }
      return channel / Blocked.LANES + 1 < Blocked.groups(out.dim(1)) ? plane : 0;
    }

    /** True if a filter of the panel and a channel of the block share a group. */
    private boolean connected(int panel, int block) {
      int filters = weight.dim(0) / window.groups();
      int channels = weight.dim(1);
      int firstGroup = panel * Lanes.PANEL / filters;
      int lastGroup = (Math.min(weight.dim(0), (panel + 1) * Lanes.PANEL) - 1) / filters;
      int first = block * Blocked.LANES / channels;
      int last = ((block + 1) * Blocked.LANES - 1) / channels;
      return first <= lastGroup && last >= firstGroup;
    }

    private void store(float[] sums, int panel, int block) {
      int channels = weight.dim(1);
      int perGroup = weight.dim(0) / window.groups();
      int taps = window.taps();
      int end = Math.min(weight.dim(0), (panel + 1) * Lanes.PANEL);
      for (int filter = panel * Lanes.PANEL; filter < end; filter++) {
        int first = block * Blocked.LANES - filter / perGroup * channels;
        int from = Math.max(0, -first);
        int to = Math.min(Blocked.LANES, channels - first);
        int q = filter - panel * Lanes.PANEL;
        // Channels innermost: a loop over the taps of a pointwise kernel has one iteration.
        for (int t = 0; t < taps; t++) {
          int p = (filter * channels + first) * taps + t;
          int row = t * Blocked.LANES;
          for (int c = from; c < to; c++) {
            gw[p + c * taps] = sums[(row + c) * Lanes.PANEL + q];
          }
        }
      }
    }
  }
}
