package org.convscope.visualize.attribute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.visualize.occlude.Occlusion;
import org.convscope.visualize.occlude.OcclusionOptions;
import org.convscope.visualize.occlude.Square;
import org.convscope.visualize.occlude.WindowGrid;

/**
 * Occlusion (Zeiler and Fergus 2013): the mean fall of the score over the positions of a square of
 * the baseline that cover the pixel, see {@link Occlusion}. The square stays inside of the image.
 */
public final class OcclusionMap {
  private OcclusionMap() {}

  /**
   * The square.
   *
   * @param share its side as a share of the image's shorter side
   * @param steps positions from one side of the square to the other
   */
  public record Options(double share, int steps) {
    /** 48 pixels of 224, moved by a sixth. */
    public static final Options USUAL = new Options(48 / 224.0, 6);

    public Options {
      if (!(share > 0 && share < 1) || steps < 1) {
        throw new IllegalArgumentException(
            "occlusion: a share between 0 and 1 and at least 1 step are needed, got %s and %d"
                .formatted(share, steps));
      }
    }
  }

  static Attribution of(Subject subject, AttributionOptions options) {
    Options o = options.square();
    int shorter = Math.min(subject.height(), subject.width());
    int side = Math.max(1, (int) Math.round(o.share() * shorter));
    int stride = Math.max(1, side / o.steps());
    WindowGrid grid =
        new WindowGrid(
            subject.height(), subject.width(), Square.of(side, stride), WindowGrid.Edge.INSIDE);
    Subject one = subject.scoreOnly();
    OcclusionOptions what =
        new OcclusionOptions(
            List.of(one.score()),
            Optional.empty(),
            grid,
            Baseline.image(subject, options),
            OcclusionOptions.Evaluation.INCREMENTAL);
    float[] map = Occlusion.attribution(one.network(), one.kernels(), one.image(), what);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("square", side);
    facts.put("stride", stride);
    return Attribution.of(new Plane(map, subject.height(), subject.width()), facts);
  }
}
