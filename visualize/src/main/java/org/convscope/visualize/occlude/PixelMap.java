package org.convscope.visualize.occlude;

import java.util.List;
import org.convscope.models.ReceptiveField.Region;

/**
 * The importance of each pixel: the mean of {@code f(x) − f(x covered by w)} over the windows w
 * that cover the pixel.
 *
 * @param values [H×W]; 0 where no window covers the pixel
 * @param uncovered pixels that no window covers, as at the far edges where the stride does not
 *     divide the way
 */
public record PixelMap(float[] values, int uncovered) {
  /**
   * Spreads one number per window over the pixels.
   *
   * @param drops f(x) − f(x covered by the window), by window
   */
  static PixelMap of(WindowGrid grid, double[] drops) {
    int height = grid.imageHeight();
    int width = grid.imageWidth();
    double[] sums = new double[height * width];
    int[] counts = new int[height * width];
    List<Region> windows = grid.windows();
    for (int w = 0; w < drops.length; w++) {
      Region r = windows.get(w);
      for (int y = r.top(); y < r.top() + r.height(); y++) {
        for (int p = y * width + r.left(); p < y * width + r.left() + r.width(); p++) {
          sums[p] += drops[w];
          counts[p]++;
        }
      }
    }
    float[] values = new float[sums.length];
    int uncovered = 0;
    for (int p = 0; p < values.length; p++) {
      values[p] = counts[p] == 0 ? 0 : (float) (sums[p] / counts[p]);
      uncovered += counts[p] == 0 ? 1 : 0;
    }
    return new PixelMap(values, uncovered);
  }
}
