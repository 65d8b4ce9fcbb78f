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
  /**
   * How the start was.
   *
   * @param redirected steps that went back with redirected ReLUs
   * @param tried starts, at least 1
   */
  public record Start(State state, int redirected, int tried) {
    /** Whether there was a gradient. */
    public enum State {
      /** It was there at every step. */
      ALIVE,
      /** It was zero everywhere at some steps, which were redirected. */
      WOKEN,
      /** It was zero everywhere at all steps, and these were too few to tell why. */
      ASLEEP,
      /** It stayed zero from every start: nothing that ascent can reach makes the unit respond. */
      DEAD
    }
  }

  public AscentResult {
    curve = List.copyOf(curve);
  }
}
