package org.convscope.models.zoo;

import org.convscope.models.Initialisation;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.NetworkBuilder.Size;
import org.convscope.models.Preprocessing;

/**
 * What an architecture leaves open.
 *
 * @param classes number of outputs
 * @param width factor on the number of channels of every layer
 * @param size height and width of the input
 * @param initialisation first values of the weights
 */
public record Variant(int classes, double width, Size size, Initialisation initialisation) {
  public Variant {
    if (classes < 1 || !(width > 0)) {
      throw new IllegalArgumentException(
          "variant: at least 1 class and a width above 0 are needed, got %d and %s"
              .formatted(classes, width));
    }
  }

  /** The published network: 1000 classes, full width, 224×224, He initialisation. */
  public static Variant published(long seed) {
    return new Variant(1000, 1, new Size(224, 224), Initialisation.he(seed));
  }

  public Variant withClasses(int number) {
    return new Variant(number, width, size, initialisation);
  }

  public Variant withWidth(double factor) {
    return new Variant(classes, factor, size, initialisation);
  }

  public Variant withSize(int height, int width) {
    return new Variant(classes, this.width, new Size(height, width), initialisation);
  }

  public Variant withInitialisation(Initialisation other) {
    return new Variant(classes, width, size, other);
  }

  /** A layer's number of channels: its published one times the width, at least 1. */
  int channels(int published) {
    return (int) Math.max(1, Math.round(published * width));
  }

  /** A builder over RGB images in ImageNet's preprocessing. */
  NetworkBuilder builder(String name) {
    return new NetworkBuilder(name, initialisation, 3, size)
        .metadata(Preprocessing.imageNet(size.height(), size.width()).toMetadata());
  }
}
