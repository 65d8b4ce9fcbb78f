package org.convscope.visualize.invariance;

import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * A movement of an image about its middle, read bilinearly; what comes from outside is 0, the mean
 * colour of a normalised input. An identity leaves every bit as it is.
 */
public sealed interface Transform {
  /** Downwards, in pixels. */
  record Shift(double pixels) implements Transform {}

  /** Larger by a factor. */
  record Scale(double factor) implements Transform {
    public Scale {
      if (!(factor > 0)) {
        throw new IllegalArgumentException("scale: a factor above 0 is needed, got " + factor);
      }
    }
  }

  /** Counter-clockwise, in degrees. */
  record Rotation(double degrees) implements Transform {}

  /** The number that varies along a curve. */
  default double amount() {
    if (this instanceof Shift s) {
      return s.pixels();
    }
    return this instanceof Scale s ? s.factor() : ((Rotation) this).degrees();
  }

  /**
   * The moved image.
   *
   * @param x [1×C×H×W]
   */
  default Tensor apply(Tensor x) {
    Shape shape = x.shape();
    int height = shape.dim(2);
    int width = shape.dim(3);
    int plane = height * width;
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    float[] moved = new float[x.size()];
    for (int p = 0; p < plane; p++) {
      double dy = p / width - middleY;
      double dx = p % width - middleX;
      double[] from = source(dy, dx);
      for (int c = 0; c < shape.dim(1); c++) {
        moved[c * plane + p] =
            between(x.floats(), c * plane, height, width, middleY + from[0], middleX + from[1]);
      }
    }
    return Tensor.of(shape, moved);
  }

  /** Where a pixel comes from; all relative to the middle. */
  private double[] source(double dy, double dx) {
    if (this instanceof Shift s) {
      return new double[] {dy - s.pixels(), dx};
    } else if (this instanceof Scale s) {
      return new double[] {dy / s.factor(), dx / s.factor()};
    }
    double angle = Math.toRadians(((Rotation) this).degrees());
    return new double[] {
      Math.sin(angle) * dx + Math.cos(angle) * dy, Math.cos(angle) * dx - Math.sin(angle) * dy
    };
  }

  private static float between(
      float[] values, int plane, int height, int width, double y, double x) {
    int y0 = (int) Math.floor(y);
    int x0 = (int) Math.floor(x);
    double ty = y - y0;
    double tx = x - x0;
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      int row = y0 + i / 2;
      int column = x0 + i % 2;
      double weight = (i / 2 == 0 ? 1 - ty : ty) * (i % 2 == 0 ? 1 - tx : tx);
      if (weight != 0 && row >= 0 && row < height && column >= 0 && column < width) {
        sum += weight * values[plane + row * width + column];
      }
    }
    return (float) sum;
  }
}
