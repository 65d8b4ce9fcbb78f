package org.convscope.visualize.ascend;

import java.util.List;
import org.convscope.engine.Tensor;

/**
 * What came of an ascent.
 *
 * @param image [N×C×H×W] in the network's input space
 * @param score of the whole image as it is
 * @param curve score of each step's view, before that step
 * @param stopped whether it was stopped early; then the image is that of the best step
 * @param start how the gradient was at the start
 */
public record AscentResult(
    Tensor image, double score, List<Double> curve, boolean stopped, Start start) {
  /** How the start was. */
  public enum Start {
    /** The gradient was there. */
    ALIVE,
    /** It was zero everywhere; ReLUs were redirected for some of the first steps. */
    WOKEN,
    /** It stayed zero: the unit is dead, or nothing that ascent can reach makes it respond. */
    DEAD
  }

  public AscentResult {
    curve = List.copyOf(curve);
  }
}
