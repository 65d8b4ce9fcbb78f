package org.convscope.models.synthetic;

/** A colour, each part 0…1; as a paint, the same everywhere. */
record Colour(float red, float green, float blue) implements Paint {
  static final Colour WHITE = new Colour(0.96f, 0.96f, 0.94f);
  static final Colour DARK = new Colour(0.07f, 0.06f, 0.08f);

  /** Any hue; saturation and brightness leave out neither greys nor vivid tones. */
  static Colour random(Draws draws) {
    double hue = draws.between(0, 6);
    double saturation = draws.chance(0.2) ? draws.between(0, 0.2) : draws.between(0.2, 0.95);
    double value = draws.between(0.15, 1);
    return new Colour(
        channel(hue, 5, saturation, value),
        channel(hue, 3, saturation, value),
        channel(hue, 1, saturation, value));
  }

  private static float channel(double hue, int offset, double saturation, double value) {
    double k = (offset + hue) % 6;
    double ramp = Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    return (float) (value - value * saturation * ramp);
  }

  /** A random colour that keeps at least {@code distance} from each of {@code others}. */
  static Colour awayFrom(Draws draws, double distance, Colour... others) {
    Colour best = null;
    double bestGap = -1;
    for (int attempt = 0; attempt < 24 && bestGap < distance; attempt++) {
      Colour candidate = random(draws);
      double gap = Double.MAX_VALUE;
      for (Colour other : others) {
        gap = Math.min(gap, candidate.distance(other));
      }
      if (gap > bestGap) {
        best = candidate;
        bestGap = gap;
      }
    }
    return best;
  }

  /** Distance as the eye weighs it: brightness counts most, then red–green, then blue–yellow. */
  double distance(Colour other) {
    double brightness = luma() - other.luma();
    double redness = (red - luma()) - (other.red - other.luma());
    double blueness = (blue - luma()) - (other.blue - other.luma());
    return Math.sqrt(
        brightness * brightness + 0.3 * redness * redness + 0.15 * blueness * blueness);
  }

  double luma() {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  /** This colour moved towards another by 0…1. */
  Colour towards(Colour other, double amount) {
    float t = (float) amount;
    return new Colour(
        red + t * (other.red - red),
        green + t * (other.green - green),
        blue + t * (other.blue - blue));
  }

  @Override
  public void colour(double x, double y, float[] rgb) {
    rgb[0] = red;
    rgb[1] = green;
    rgb[2] = blue;
  }
}
