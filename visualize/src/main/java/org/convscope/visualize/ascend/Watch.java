package org.convscope.visualize.ascend;

import java.util.function.Supplier;
import org.convscope.engine.Tensor;

/** Looks on while an image climbs. */
@FunctionalInterface
public interface Watch {
  /**
   * Told before each step; false stops the ascent there.
   *
   * @param step steps taken so far
   * @param score of the view that the network was just shown
   * @param image the image so far, in the network's input space
   */
  boolean goOn(int step, double score, Supplier<Tensor> image);
}
