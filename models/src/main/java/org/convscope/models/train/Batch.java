package org.convscope.models.train;

import org.convscope.engine.Tensor;

/**
 * Images and their classes.
 *
 * @param images network inputs [N×C×H×W]
 * @param labels class indices, INT64 [N]
 */
public record Batch(Tensor images, Tensor labels) {
  /** Number of images. */
  public int size() {
    return labels.size();
  }
}
