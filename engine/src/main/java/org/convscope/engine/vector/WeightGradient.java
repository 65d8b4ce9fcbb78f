package org.convscope.engine.vector;

import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * Gradient of convolution by its weight: for each tap the outer products of inputs and output
 * gradients, summed over all pixels.
 *
 * <p>One task owns the sums of a panel of filters, a block of input channels and a row of taps and
 * adds to them in a fixed order, so the result does not depend on the number of threads. Pixels
 * come in strips short enough to stay in the first-level cache for all taps of the row; each strip
 * is summed on its own, which also keeps rounding errors small.
 */
record WeightGradient(Workers workers, Buffers buffers) {
  /** Pixels of a strip: 128 × (two vectors of gradients + one block of inputs) are 24 kB. */
  private static final int STRIP = 128;

  Tensor run(Tensor x, Tensor gy, Window window, Shape weight) {
    int inBlocks = Blocked.groups(x.shape().dim(1));
    Padded form = Padded.of(window, Blocked.LANES, inBlocks, x.shape().dim(2), x.shape().dim(3));
    float[] from = x.blocked();
    float[] in = form.apply(from, x.shape().dim(0), workers, buffers);
    float[] gw = buffers.take(weight.size());
    Job job = new Job(in, form, gy.blocked(), gy.shape(), window, weight, gw);
    int panels = job.panels();
    int rows = weight.dim(2);
    workers.forEach(
        panels * inBlocks * rows,
        task -> job.run(task / rows / inBlocks, task / rows % inBlocks, task % rows));
    form.release(from, in, buffers);
    return Tensor.of(weight, gw);
  }

  /** The sums of one call. */
  private record Job(
      float[] in, Padded form, float[] gy, Shape out, Window window, Shape weight, float[] gw) {

    int panels() {
      return (Blocked.groups(out.dim(1)) * Blocked.LANES + Lanes.PANEL - 1) / Lanes.PANEL;
    }

    void run(int panel, int block, int tapRow) {
      if (!connected(panel, block)) {
        return;
      }
      int taps = weight.dim(3);
      float[] sums = new float[taps * Blocked.LANES * Lanes.PANEL];
      int width = out.dim(3);
      int inRow = form.outputRow(window);
      int plane = out.dim(2) * width * Blocked.LANES;
      int channel = panel * Lanes.PANEL;
      int second = second(channel, plane);
      int stripRows = Math.max(1, STRIP / width);
      for (int n = 0; n < out.dim(0); n++) {
        int g =
            (n * Blocked.groups(out.dim(1)) + channel / Blocked.LANES) * plane
                + channel % Blocked.LANES;
        int source =
            n * form.imagePitch()
                + block * form.blockPitch()
                + tapRow * window.h().dilation() * form.rowPitch();
        for (int y = 0; y < out.dim(2); y += stripRows) {
          int rows = Math.min(stripRows, out.dim(2) - y);
          for (int t = 0; t < taps; t++) {
            int at = source + y * inRow + form.column(t * window.w().dilation());
            for (int c = 0; c < Blocked.LANES; c += GradientTiles.CHANNELS) {
              GradientTiles.run(
                  in,
                  at + c,
                  inRow - width * Blocked.LANES,
                  gy,
                  g + y * width * Blocked.LANES,
                  second,
                  width,
                  rows * width,
                  sums,
                  (t * Blocked.LANES + c) * Lanes.PANEL);
            }
          }
        }
      }
      store(sums, panel, block, tapRow);
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

    private void store(float[] sums, int panel, int block, int tapRow) {
      int channels = weight.dim(1);
      int filters = weight.dim(0) / window.groups();
      int taps = weight.dim(3);
      for (int j = 0; j < Lanes.PANEL; j++) {
        int filter = panel * Lanes.PANEL + j;
        if (filter >= weight.dim(0)) {
          return;
        }
        for (int c = 0; c < Blocked.LANES; c++) {
          int channel = block * Blocked.LANES + c - filter / filters * channels;
          if (channel >= 0 && channel < channels) {
            for (int t = 0; t < taps; t++) {
              gw[((filter * channels + channel) * weight.dim(2) + tapRow) * taps + t] =
                  sums[(t * Blocked.LANES + c) * Lanes.PANEL + j];
            }
          }
        }
      }
    }
  }
}
