package org.convscope.models.train;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Workers;

/**
 * Parameters' numbers in pieces of some size, which threads share: a network has a few large
 * parameters and many small ones.
 */
final class Pieces {
  private static final int LARGEST = 1 << 16;

  /** Where each parameter's pieces begin, counted over all, and their number. */
  private final int[] starts;

  private final int[] lengths;

  /** Work on some numbers of one parameter. */
  interface Body {
    void run(int parameter, int from, int to);
  }

  /** Pieces of arrays of these lengths. */
  Pieces(List<Integer> lengths) {
    this.lengths = lengths.stream().mapToInt(n -> n).toArray();
    starts = new int[lengths.size() + 1];
    for (int i = 0; i < this.lengths.length; i++) {
      starts[i + 1] = starts[i] + Math.max(1, (this.lengths[i] + LARGEST - 1) / LARGEST);
    }
  }

  /** Runs {@code body} once for each piece. */
  void forEach(Workers workers, Body body) {
    workers.forEach(
        starts[lengths.length],
        piece -> {
          int found = Arrays.binarySearch(starts, piece);
          int parameter = found < 0 ? -found - 2 : found;
          int from = (piece - starts[parameter]) * LARGEST;
          body.run(parameter, from, Math.min(lengths[parameter], from + LARGEST));
        });
  }
}
