package org.convscope.models.synthetic;

import java.util.List;

/** The classes that are told by their outline alone; each is painted in one colour. */
final class Silhouettes {
  private Silhouettes() {}

  static List<Layer> disc(Draws draws, Palette palette) {
    return plain(Outline.ellipse(0, 0, 1, 1), palette);
  }

  static List<Layer> ring(Draws draws, Palette palette) {
    double inner = draws.between(0.5, 0.72);
    return plain(Outline.ellipse(0, 0, 1, 1).without(Outline.ellipse(0, 0, inner, inner)), palette);
  }

  static List<Layer> triangle(Draws draws, Palette palette) {
    double[] radii = {1, draws.between(0.8, 1.1), draws.between(0.8, 1.1)};
    return plain(Outline.radial(radii, 0), palette);
  }

  static List<Layer> square(Draws draws, Palette palette) {
    return plain(Outline.rectangle(-1, -1, 1, 1), palette);
  }

  static List<Layer> hexagon(Draws draws, Palette palette) {
    return plain(Outline.regular(6, 0), palette);
  }

  static List<Layer> star(Draws draws, Palette palette) {
    return plain(Outline.radial(alternate(5, 1, draws.between(0.38, 0.48)), 0), palette);
  }

  static List<Layer> cross(Draws draws, Palette palette) {
    double a = draws.between(0.22, 0.36);
    return plain(
        Outline.polygon(
            -a, -1, a, -1, a, -a, 1, -a, 1, a, a, a, a, 1, -a, 1, -a, a, -1, a, -1, -a, -a, -a),
        palette);
  }

  static List<Layer> heart(Draws draws, Palette palette) {
    double[] xy = new double[2 * 64];
    for (int i = 0; i < 64; i++) {
      double t = 2 * Math.PI * i / 64;
      double sin = StrictMath.sin(t);
      xy[2 * i] = sin * sin * sin;
      xy[2 * i + 1] =
          -(13 * StrictMath.cos(t)
                  - 5 * StrictMath.cos(2 * t)
                  - 2 * StrictMath.cos(3 * t)
                  - StrictMath.cos(4 * t))
              / 16;
    }
    return plain(Outline.polygon(xy), palette);
  }

  /** The unit disc without a disc of nearly its size, shifted to the right. */
  static List<Layer> crescent(Draws draws, Palette palette) {
    double shift = draws.between(0.4, 0.65);
    double radius = draws.between(0.78, 0.95);
    double x = (1 + shift * shift - radius * radius) / (2 * shift);
    double y = Math.sqrt(1 - x * x);
    double outer = StrictMath.atan2(y, x);
    double inner = StrictMath.atan2(y, x - shift);
    double[] far = Outline.arc(0, 0, 1, 1, outer, 2 * Math.PI - outer);
    double[] near = Outline.arc(shift, 0, radius, radius, 2 * Math.PI - inner, inner);
    double[] xy = new double[far.length + near.length];
    System.arraycopy(far, 0, xy, 0, far.length);
    System.arraycopy(near, 0, xy, far.length, near.length);
    return plain(Outline.polygon(xy), palette);
  }

  static List<Layer> spiral(Draws draws, Palette palette) {
    double turns = draws.between(2, 2.6);
    double[] line = new double[2 * 96];
    for (int i = 0; i < 96; i++) {
      double t = (i + 1) / 96.0;
      line[2 * i] = t * StrictMath.cos(2 * Math.PI * turns * t);
      line[2 * i + 1] = t * StrictMath.sin(2 * Math.PI * turns * t);
    }
    double width = draws.between(0.4, 0.52) / turns;
    return plain(Outline.ribbon(line, width, width), palette);
  }

  static List<Layer> gear(Draws draws, Palette palette) {
    int teeth = draws.integer(8, 11);
    double root = draws.between(0.72, 0.8);
    double[] radii = new double[6 * teeth];
    for (int i = 0; i < radii.length; i++) {
      radii[i] = i % 6 < 3 ? 1 : root;
    }
    double hole = draws.between(0.25, 0.42);
    return plain(Outline.radial(radii, 0).without(Outline.ellipse(0, 0, hole, hole)), palette);
  }

  static List<Layer> arrow(Draws draws, Palette palette) {
    double shaft = draws.between(0.16, 0.28);
    double head = draws.between(0.6, 0.8);
    double neck = draws.between(0, 0.25);
    Outline tip = Outline.polygon(neck, -head, 1, 0, neck, head);
    Outline bar = Outline.rectangle(-1, -shaft, neck + 0.1, shaft);
    return List.of(new Layer(bar, palette.main(), "shaft"), new Layer(tip, palette.main(), "head"));
  }

  static List<Layer> bolt(Draws draws, Palette palette) {
    double w = draws.between(-0.06, 0.06);
    return plain(
        Outline.polygon(
            0.2, -1, -0.55, 0.12 + w, -0.08, 0.12 + w, -0.25, 1, 0.55, -0.22 + w, 0.08, -0.22 + w,
            0.5, -1),
        palette);
  }

  static List<Layer> drop(Draws draws, Palette palette) {
    double slim = draws.between(0.85, 1.15);
    double[] xy = new double[2 * 64];
    for (int i = 0; i < 64; i++) {
      double t = 2 * Math.PI * i / 64;
      double half = StrictMath.sin(t / 2);
      xy[2 * i] = slim * StrictMath.sin(t) * half * half * 0.85;
      xy[2 * i + 1] = -StrictMath.cos(t);
    }
    return plain(Outline.polygon(xy), palette);
  }

  private static List<Layer> plain(Outline outline, Palette palette) {
    return List.of(Layer.of(outline, palette.main()));
  }

  private static double[] alternate(int points, double outer, double inner) {
    double[] radii = new double[2 * points];
    for (int i = 0; i < radii.length; i++) {
      radii[i] = i % 2 == 0 ? outer : inner;
    }
    return radii;
  }
}
