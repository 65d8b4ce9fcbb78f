package org.convscope.visualize.attribute;

/**
 * One number per place.
 *
 * @param values [H×W], row by row
 * @param height H
 * @param width W
 */
public record Plane(float[] values, int height, int width) {
  public Plane {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          "plane: height × width numbers are needed, got %d×%d and %d"
              .formatted(height, width, values.length));
    }
  }

  /** The plane at another size: bilinear between the centres of its cells, the edge continued. */
  public Plane resized(int toHeight, int toWidth) {
    float[] to = new float[toHeight * toWidth];
    for (int y = 0; y < toHeight; y++) {
      double fy = (y + 0.5) * height / toHeight;
      for (int x = 0; x < toWidth; x++) {
        to[y * toWidth + x] = at(fy, (x + 0.5) * width / toWidth);
      }
    }
    return new Plane(to, toHeight, toWidth);
  }

  /**
   * The value between the centres of the cells, which lie at halves.
   *
   * @param y in units of cells from the upper edge
   * @param x in units of cells from the left edge
   */
  float at(double y, double x) {
    double fy = Math.max(0, Math.min(height - 1.0, y - 0.5));
    double fx = Math.max(0, Math.min(width - 1.0, x - 0.5));
    int y0 = (int) fy;
    int x0 = (int) fx;
    int y1 = Math.min(height - 1, y0 + 1);
    int x1 = Math.min(width - 1, x0 + 1);
    double ty = fy - y0;
    double tx = fx - x0;
    double top = values[y0 * width + x0] * (1 - tx) + values[y0 * width + x1] * tx;
    double bottom = values[y1 * width + x0] * (1 - tx) + values[y1 * width + x1] * tx;
    return (float) (top * (1 - ty) + bottom * ty);
  }

  /** The sum over the channels of values [C×H×W]. */
  static Plane sumOf(float[] values, int height, int width) {
    float[] sum = new float[height * width];
    for (int p = 0; p < sum.length; p++) {
      double s = 0;
      for (int i = p; i < values.length; i += sum.length) {
        s += values[i];
      }
      sum[p] = (float) s;
    }
    return new Plane(sum, height, width);
  }

  /** The largest absolute value over the channels of values [C×H×W]. */
  static Plane largestOf(float[] values, int height, int width) {
    float[] largest = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      int p = i % largest.length;
      largest[p] = Math.max(largest[p], Math.abs(values[i]));
    }
    return new Plane(largest, height, width);
  }
}
