package org.convscope.engine.vector;

import org.convscope.engine.Blocked;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;

/**
 * The sweep of a pointwise kernel with many input channels on a small plane: 80 channels at a time,
 * each of these sums added to those before it, the bias the start of the first.
 *
 * <p>That is the order in which oneDNN, and so PyTorch, sums there on a processor with AVX-512.
 * Where a rectifier's input or the gap between two candidates of a maximum is within rounding of
 * zero, both decide alike; docs/design-notes.md has what that changes.
 *
 * @param weights of all channels, one tap per block
 * @param bias by output channel, padded to whole blocks
 */
record PointwiseSegments(Panels weights, float[] bias, Buffers buffers) {
  /** Blocks of 16 input channels that are summed at once. */
  private static final int BLOCKS = 5;

  // oneDNN does so at 13 and 27 rows with up to 64 outputs; where between and beyond is not known.
  // A single filter is most likely one of a thousand, of which a class needs no other.
  private static final int LEAST_ROWS = 11;
  private static final int MOST_ROWS = 27;
  private static final int LEAST_OUTPUTS = Blocked.LANES;
  private static final int MOST_OUTPUTS = 256;

  /** True for the shapes that are summed in this order. */
  static boolean apply(Window window, int inputBlocks, Shape result, Target out) {
    return window.h().kernel() == 1
        && window.w().kernel() == 1
        && window.groups() == 1
        && inputBlocks > BLOCKS
        && result.dim(1) >= LEAST_OUTPUTS
        && result.dim(1) <= MOST_OUTPUTS
        && result.dim(2) >= LEAST_ROWS
        && result.dim(2) <= MOST_ROWS
        && out.residual() == null;
  }

  /** A sweep of some weights and a bias to a target. */
  @FunctionalInterface
  interface Part {
    Sweep of(Panels weights, float[] bias, Target out);
  }

  /** Computes all channels of {@code images} images; partial sums go through {@code buffers}. */
  void run(Part part, Target out, int inputBlocks, int images, Workers workers) {
    float[] none = new float[bias.length];
    float[] before = null;
    for (int from = 0; from < inputBlocks; from += BLOCKS) {
      int to = Math.min(inputBlocks, from + BLOCKS);
      boolean end = to == inputBlocks;
      float[] sums = end ? out.data() : buffers.take(out.data().length);
      Target target = out.with(sums, before, end && out.relu());
      part.of(weights.within(from, to, 1), from == 0 ? bias : none, target).run(images, workers);
      if (before != null) {
        buffers.recycle(before);
      }
      before = sums;
    }
  }
}
