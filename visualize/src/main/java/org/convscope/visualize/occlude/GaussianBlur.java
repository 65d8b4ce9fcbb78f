package org.convscope.visualize.occlude;

/**
 * A separable Gaussian blur of planes; beyond the edge the edge's pixels go on.
 *
 * @param deviation in pixels; the kernel reaches three of them to each side
 */
public record GaussianBlur(double deviation) {
  /**
   * Blurs every plane.
   *
   * @param from planes [C×H×W]
   * @param to where to write, as large
   */
  public void apply(float[] from, float[] to, int height, int width) {
    double[] weights = weights();
    int plane = height * width;
    float[] wide = new float[plane];
    for (int start = 0; start < from.length; start += plane) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          wide[y * width + x] = along(from, start + y * width, 1, x, width, weights);
        }
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          to[start + y * width + x] = along(wide, x, width, y, height, weights);
        }
      }
    }
  }

  private static float along(
      float[] values, int start, int step, int at, int size, double[] weights) {
    int reach = weights.length / 2;
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      int clamped = Math.max(0, Math.min(size - 1, at + k));
      sum += weights[k + reach] * values[start + clamped * step];
    }
    return (float) sum;
  }

  private double[] weights() {
    int reach = Math.max(1, (int) Math.ceil(3 * deviation));
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      weights[k + reach] = Math.exp(-0.5 * k * k / (deviation * deviation));
      sum += weights[k + reach];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
