package org.convscope.visualize.trust;

/** Gaussian blur, the edge continued. */
final class Blur {
  private Blur() {}

  /**
   * A blurred copy.
   *
   * @param planes values [C×H×W]
   * @param sigma standard deviation in pixels
   */
  static float[] of(float[] planes, int height, int width, double sigma) {
    double[] kernel = kernel(sigma);
    return along(along(planes, height, width, kernel, true), height, width, kernel, false);
  }

  private static double[] kernel(double sigma) {
    int reach = (int) Math.ceil(3 * sigma);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double d = (i - reach) / sigma;
      kernel[i] = Math.exp(-d * d / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  private static float[] along(float[] v, int height, int width, double[] kernel, boolean rows) {
    int reach = kernel.length / 2;
    float[] to = new float[v.length];
    for (int i = 0; i < v.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int plane = i - y * width - x;
      double sum = 0;
      for (int k = -reach; k <= reach; k++) {
        int fromX = rows ? Math.max(0, Math.min(width - 1, x + k)) : x;
        int fromY = rows ? y : Math.max(0, Math.min(height - 1, y + k));
        sum += kernel[k + reach] * v[plane + fromY * width + fromX];
      }
      to[i] = (float) sum;
    }
    return to;
  }
}
