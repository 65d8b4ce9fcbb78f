package org.convscope.models.synthetic;

/**
 * The colours of one picture.
 *
 * @param ground the background's
 * @param main the object's, away from the ground
 * @param second a second one of the object, away from the first and from the ground, so that parts
 *     in it stand out
 * @param accent a third one
 */
record Palette(Colour ground, Colour main, Colour second, Colour accent) {
  /** Least distance between object and background, and between the object's own colours. */
  private static final double CONTRAST = 0.3;

  static Palette random(Draws draws) {
    Colour ground = Colour.random(draws);
    Colour main = Colour.awayFrom(draws, CONTRAST, ground);
    Colour second = Colour.awayFrom(draws, CONTRAST, main, ground);
    Colour accent = Colour.awayFrom(draws, CONTRAST, main, second);
    return new Palette(ground, main, second, accent);
  }
}
