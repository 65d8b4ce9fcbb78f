package org.convscope.visualize.ascend;

import org.convscope.engine.Tensor;

/** The colours of starting noise. */
final class StartColour {
  private StartColour() {}

  /** Parameters [N×3×…] with {@code mix} applied to their three colours; others as they are. */
  static Tensor mixed(Tensor t, double[][] mix) {
    if (t.shape().dim(1) != mix.length) {
      return t;
    }
    float[] from = t.floats();
    float[] to = new float[from.length];
    int plane = t.shape().size(2, t.shape().rank());
    for (int i = 0; i < from.length; i++) {
      int c = i / plane % mix.length;
      int first = i - c * plane;
      double sum = 0;
      for (int k = 0; k < mix.length; k++) {
        sum += mix[c][k] * from[first + k * plane];
      }
      to[i] = (float) sum;
    }
    return Tensor.of(t.shape(), to);
  }
}
