package org.convscope.visualize.ascend.regularise;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.Buffers;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Resampling;

/**
 * A Gaussian blur of both image axes, cut off at four deviations, the image mirrored beyond its
 * edge (as SciPy's gaussian_filter1d).
 *
 * @param sigma standard deviation in pixels; 0 does nothing
 */
public record Blur(double sigma) {
  private static final double CUT = 4;

  public Blur {
    if (!(sigma >= 0)) {
      throw new IllegalArgumentException("blur: sigma must not be negative, got " + sigma);
    }
  }

  /** The blurred image [N×C×H×W]. */
  public Tensor of(Tensor image, Buffers buffers) {
    if (sigma == 0) {
      return image;
    }
    Tensor rows = along(image.shape().dim(2)).apply(image, 2, buffers);
    return along(image.shape().dim(3)).apply(rows, 3, buffers);
  }

  private Resampling along(int length) {
    int radius = (int) (CUT * sigma + 0.5);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double d = (i - radius) / sigma;
      kernel[i] = Math.exp(-d * d / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    List<Resampling.Taps> taps = new ArrayList<>();
    for (int o = 0; o < length; o++) {
      int[] positions = new int[kernel.length];
      for (int i = 0; i < positions.length; i++) {
        int at = Math.floorMod(o + i - radius, 2 * length);
        positions[i] = Math.min(at, 2 * length - 1 - at);
      }
      taps.add(new Resampling.Taps(positions, kernel));
    }
    return new Resampling(taps);
  }
}
