package org.convscope.visualize.attribute;

import org.convscope.engine.Tensor;

/** The image of nothing: every channel at its baseline value. */
public final class Baseline {
  private Baseline() {}

  /** As an input of the subject's shape. */
  public static Tensor image(Subject subject, AttributionOptions options) {
    float[] values = new float[subject.image().size()];
    int plane = subject.height() * subject.width();
    for (int i = 0; i < values.length; i++) {
      values[i] = options.baselineAt(i, plane);
    }
    return Tensor.of(subject.image().shape(), values);
  }
}
