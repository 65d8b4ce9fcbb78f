package org.convscope.models;

import org.convscope.engine.Tensor;

/**
 * The part of a value that differs from image to image in a batch.
 *
 * @param values [B×C×h×w], or whole values [B×...]
 * @param tops row of the value where each item's part begins; null for whole values
 * @param lefts column of the value where each item's part begins; null for whole values
 */
record Patch(Tensor values, int[] tops, int[] lefts) {
  static Patch whole(Tensor values) {
    return new Patch(values, null, null);
  }

  boolean isWhole() {
    return tops == null;
  }
}
