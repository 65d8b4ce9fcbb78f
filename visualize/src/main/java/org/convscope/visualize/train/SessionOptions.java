package org.convscope.visualize.train;

import java.util.List;
import java.util.Set;
import org.convscope.models.train.Augmentation;
import org.convscope.models.train.View;

/**
 * How a session runs.
 *
 * @param epochs passes over the training images
 * @param seed of order and augmentation
 * @param augmentation changes to the training images
 * @param keep epochs whose checkpoints stay; of the others only the newest does
 * @param patience epochs without a better validation accuracy after which the session stops; 0
 *     never
 * @param tests how each test image is looked at, once the network is trained
 */
public record SessionOptions(
    int epochs,
    long seed,
    Augmentation augmentation,
    Set<Integer> keep,
    int patience,
    List<View> tests) {
  public SessionOptions {
    keep = Set.copyOf(keep);
    tests = List.copyOf(tests);
    if (epochs < 1 || patience < 0) {
      throw new IllegalArgumentException(
          "training: at least 1 epoch and a patience of 0 or more are needed, got %d and %d"
              .formatted(epochs, patience));
    }
  }
}
