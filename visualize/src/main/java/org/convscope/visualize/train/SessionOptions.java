package org.convscope.visualize.train;

import java.util.Set;
import org.convscope.models.train.Augmentation;

/**
 * How a session runs.
 *
 * @param epochs passes over the training images
 * @param seed of order and augmentation
 * @param augmentation changes to the training images
 * @param keep epochs whose checkpoints stay; of the others only the newest does
 * @param patience epochs without a better validation accuracy after which the session stops; 0
 *     never
 */
public record SessionOptions(
    int epochs, long seed, Augmentation augmentation, Set<Integer> keep, int patience) {
  public SessionOptions {
    keep = Set.copyOf(keep);
    if (epochs < 1 || patience < 0) {
      throw new IllegalArgumentException(
          "training: at least 1 epoch and a patience of 0 or more are needed, got %d and %d"
              .formatted(epochs, patience));
    }
  }
}
