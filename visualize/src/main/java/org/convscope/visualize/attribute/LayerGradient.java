package org.convscope.visualize.attribute;

import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * A layer on one image.
 *
 * @param activation A, [1×C×h×w]
 * @param gradient ∂score/∂A, of the same shape
 */
record LayerGradient(Tensor activation, Tensor gradient) {
  LayerGradient {
    Shape shape = activation.shape();
    if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          "class activation: a layer with feature maps [N×C×H×W] is needed, got " + shape);
    }
  }

  int channels() {
    return activation.shape().dim(1);
  }

  int height() {
    return activation.shape().dim(2);
  }

  int width() {
    return activation.shape().dim(3);
  }

  int plane() {
    return height() * width();
  }
}
