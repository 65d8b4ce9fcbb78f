package org.convscope.visualize.occlude;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.Tensor;
import org.convscope.visualize.classes.ClassScore;

/**
 * What to measure.
 *
 * @param scores the classes whose scores are followed, at least one; all of one value
 * @param layer value whose strongest feature map is followed, if any
 * @param grid the positions of the square
 * @param cover what is seen where the square lies: an input of the image's shape, see {@link Fill}
 * @param evaluation how the network is evaluated
 */
public record OcclusionOptions(
    List<ClassScore> scores,
    Optional<String> layer,
    WindowGrid grid,
    Tensor cover,
    Evaluation evaluation) {

  /** How the network is evaluated for all positions; the results agree to rounding. */
  public enum Evaluation {
    /** Only what the square changes is computed again, see {@code IncrementalForward}. */
    INCREMENTAL,
    /** Every position is a whole forward pass. */
    FULL
  }

  public OcclusionOptions {
    scores = List.copyOf(scores);
    if (scores.stream().map(ClassScore::value).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "occlusion: at least one class is needed, all of one value, got " + scores);
    }
  }
}
