package org.convscope.models.synthetic;

/** A pattern laid on the picture: turned, scaled, in slight perspective, in two colours. */
final class Textured implements Paint {
  private final Pattern pattern;
  private final Colour first;
  private final Colour second;
  private final double centre;
  private final double cos;
  private final double sin;
  private final double tiltX;
  private final double tiltY;
  private final double shiftU;
  private final double shiftV;

  /** A texture class: proportions from random numbers and the width of a pixel in periods. */
  interface Kind {
    Pattern pattern(Draws draws, double soft);
  }

  Textured(Kind kind, Draws draws, Palette palette, int size) {
    double period = size * draws.between(0.1, 0.17);
    double angle = draws.angle();
    this.pattern = kind.pattern(draws, 1.2 / period);
    this.first = palette.second();
    this.second = palette.main();
    this.centre = size / 2.0;
    this.cos = StrictMath.cos(angle) / period;
    this.sin = StrictMath.sin(angle) / period;
    this.tiltX = draws.between(-0.3, 0.3) / size;
    this.tiltY = draws.between(-0.3, 0.3) / size;
    this.shiftU = draws.between(0, 16);
    this.shiftV = draws.between(0, 16);
  }

  @Override
  public void colour(double x, double y, float[] rgb) {
    double dx = x - centre;
    double dy = y - centre;
    double depth = 1 / (1 + tiltX * dx + tiltY * dy);
    double u = (cos * dx + sin * dy) * depth + shiftU;
    double v = (cos * dy - sin * dx) * depth + shiftV;
    float t = (float) pattern.at(u, v);
    rgb[0] = first.red() + t * (second.red() - first.red());
    rgb[1] = first.green() + t * (second.green() - first.green());
    rgb[2] = first.blue() + t * (second.blue() - first.blue());
  }
}
