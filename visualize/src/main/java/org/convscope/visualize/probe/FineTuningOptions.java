package org.convscope.visualize.probe;

/**
 * How a network is fine-tuned.
 *
 * @param epochs passes over the training images
 * @param rate the learning rate at the start; it falls to 0 along half a cosine
 * @param batch images per step
 */
public record FineTuningOptions(int epochs, double rate, int batch) {
  public FineTuningOptions {
    if (epochs < 1 || batch < 1 || !(rate > 0)) {
      throw new IllegalArgumentException(
          "finetune: at least 1 epoch, 1 image per step and a positive rate are needed, got %d, %d, %s"
              .formatted(epochs, batch, rate));
    }
  }
}
