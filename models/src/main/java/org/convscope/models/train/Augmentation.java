package org.convscope.models.train;

import org.convscope.engine.CounterRandom;

/**
 * Random changes to training images that keep their class: a crop after padding by repeated edges,
 * a horizontal flip, and changes of brightness, contrast and saturation.
 *
 * @param pad pixels added on every side before the random crop back to the size; 0 for no crop
 * @param flip probability of a horizontal flip
 * @param colour largest relative change of brightness, contrast and saturation; 0 for none
 */
public record Augmentation(int pad, double flip, double colour) {
  /** No change at all. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0);

  public Augmentation {
    if (pad < 0 || flip < 0 || flip > 1 || colour < 0 || colour >= 1) {
      throw new IllegalArgumentException(
          "augmentation: pad ≥ 0, 0 ≤ flip ≤ 1 and 0 ≤ colour < 1 are needed, got pad %d, flip %s, colour %s"
              .formatted(pad, flip, colour));
    }
  }

  /**
   * The changed image as floats 0…255, [3×H×W].
   *
   * @param pixels planes as in {@link Labelled}
   * @param random decides; the same numbers give the same image
   */
  public float[] apply(byte[] pixels, int height, int width, CounterRandom random) {
    int dy = random.below(0, 2 * pad + 1) - pad;
    int dx = random.below(1, 2 * pad + 1) - pad;
    float[] out = new View(dy, dx, random.uniform(2) < flip).of(pixels, height, width);
    if (colour > 0) {
      changeColour(out, height * width, random);
    }
    return out;
  }

  private void changeColour(float[] rgb, int plane, CounterRandom random) {
    float brightness = factor(random, 3);
    float contrast = factor(random, 4);
    float saturation = factor(random, 5);
    double sum = 0;
    for (float v : rgb) {
      sum += v;
    }
    float mean = (float) (sum / rgb.length);
    for (int p = 0; p < plane; p++) {
      float grey = 0.299f * rgb[p] + 0.587f * rgb[plane + p] + 0.114f * rgb[2 * plane + p];
      for (int i = p; i < rgb.length; i += plane) {
        float saturated = grey + (rgb[i] - grey) * saturation;
        float contrasted = mean + (saturated - mean) * contrast;
        rgb[i] = Math.max(0f, Math.min(255f, contrasted * brightness));
      }
    }
  }

  private float factor(CounterRandom random, long counter) {
    return (float) random.uniform(counter, 1 - colour, 1 + colour);
  }
}
