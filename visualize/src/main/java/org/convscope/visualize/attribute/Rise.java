package org.convscope.visualize.attribute;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.CounterRandom;

/**
 * RISE (Petsiuk et al. 2018): the mean score s of the image under random masks m, weighted by how
 * much each mask shows of a pixel. A mask is a grid of cells that are each on with some
 * probability, enlarged bilinearly and shifted at random. What it hides shows the baseline.
 *
 * <p>{@code Σ s·m} is divided by {@code Σ m} of the pixel instead of its expectation {@code n·p},
 * and the mean score is subtracted: the map is by how much the score rises where the pixel shows, 0
 * everywhere for a score that does not depend on the image.
 */
public final class Rise {
  private Rise() {}

  /**
   * The masks.
   *
   * @param masks how many
   * @param cells cells along each side
   * @param probability that a cell shows the image
   */
  public record Options(int masks, int cells, double probability) {
    /** As in the paper: 4000 masks of 7×7 cells, half of them on. */
    public static final Options USUAL = new Options(4000, 7, 0.5);

    public Options {
      if (masks < 1 || cells < 1 || !(probability > 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "rise: at least 1 mask and 1 cell and a probability above 0 up to 1 are needed, got"
                + " %d, %d and %s".formatted(masks, cells, probability));
      }
    }
  }

  static Attribution of(Subject subject, AttributionOptions options) {
    Options o = options.masks();
    int plane = subject.height() * subject.width();
    CounterRandom random = CounterRandom.of(options.seed()).stream("rise");
    double[] sum = new double[plane];
    double[] shown = new double[plane];
    double[] total = new double[1];
    float[][] masks = new float[o.masks()][];
    subject.forScores(
        o.masks(),
        (item, into, at) -> {
          masks[item] = mask(o, subject.height(), subject.width(), random.stream(item));
          ScoreCam.masked(subject, options, masks[item], into, at);
        },
        (item, score) -> {
          total[0] += score;
          for (int p = 0; p < plane; p++) {
            sum[p] += score * masks[item][p];
            shown[p] += masks[item][p];
          }
          masks[item] = null;
        });
    double mean = total[0] / o.masks();
    float[] map = new float[plane];
    for (int p = 0; p < plane; p++) {
      map[p] = shown[p] > 0 ? (float) (sum[p] / shown[p] - mean) : 0;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("mean_score", mean);
    facts.put("masks", o.masks());
    facts.put("cells", o.cells());
    facts.put("probability", o.probability());
    return Attribution.of(new Plane(map, subject.height(), subject.width()), facts);
  }

  /** A mask [H×W] of numbers 0…1. */
  static float[] mask(Options o, int height, int width, CounterRandom random) {
    int cells = o.cells();
    float[] on = new float[cells * cells];
    for (int i = 0; i < on.length; i++) {
      on[i] = random.uniform(i) < o.probability() ? 1 : 0;
    }
    Plane grid = new Plane(on, cells, cells);
    int cellHeight = (height + cells - 1) / cells;
    int cellWidth = (width + cells - 1) / cells;
    int top = random.below(on.length, cellHeight);
    int left = random.below(on.length + 1, cellWidth);
    double scaleY = (double) cells / ((cells + 1) * cellHeight);
    double scaleX = (double) cells / ((cells + 1) * cellWidth);
    float[] mask = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        mask[y * width + x] = grid.at((y + top + 0.5) * scaleY, (x + left + 0.5) * scaleX);
      }
    }
    return mask;
  }
}
