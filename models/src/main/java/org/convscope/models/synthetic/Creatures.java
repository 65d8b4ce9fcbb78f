package org.convscope.models.synthetic;

import java.util.ArrayList;
import java.util.List;

/** Living things with known parts: face, fish, butterfly, flower, mushroom. */
final class Creatures {
  private Creatures() {}

  static List<Layer> face(Draws draws, Palette palette) {
    Colour skin = palette.main();
    Colour hair = palette.second();
    Colour shade = skin.towards(Colour.DARK, 0.3);
    double wide = draws.between(0.7, 0.85);
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.of(Outline.ellipse(-wide, 0, 0.14, 0.2), shade));
    layers.add(Layer.of(Outline.ellipse(wide, 0, 0.14, 0.2), shade));
    layers.add(Layer.of(Outline.ellipse(0, 0, wide, 1), skin));
    double parting = draws.between(0.1, 0.25) * Math.PI;
    layers.add(
        Layer.of(
            Outline.sector(0, 0, wide * 1.04, 1.04, Math.PI + parting, 2 * Math.PI - parting),
            hair));
    double apart = draws.between(0.31, 0.38);
    double height = draws.between(-0.16, -0.04);
    double gazeX = draws.between(-0.06, 0.06);
    double gazeY = draws.between(-0.03, 0.03);
    double open = draws.between(0.1, 0.15);
    double browTilt = draws.between(-0.08, 0.08);
    for (int side = -1; side <= 1; side += 2) {
      double x = side * apart;
      double[] brow = {
        x - side * 0.17, height - 0.22 + browTilt, x, height - 0.26, x + side * 0.17, height - 0.21
      };
      layers.add(Layer.of(Outline.ribbon(brow, 0.07, 0.04), hair));
      layers.add(
          new Layer(
              Outline.ellipse(x, height, 0.19, open),
              Colour.WHITE,
              side < 0 ? "left eye" : "right eye"));
      layers.add(Layer.of(Outline.ellipse(x + gazeX, height + gazeY, 0.085, 0.085), Colour.DARK));
    }
    double nose = draws.between(0.09, 0.14);
    layers.add(
        new Layer(Outline.polygon(0, height + 0.08, nose, 0.28, -nose, 0.28), shade, "nose"));
    double mouth = draws.between(0.22, 0.36);
    double smile = draws.between(-0.06, 0.2);
    double[] lips = {
      -mouth,
      0.55,
      -mouth / 2,
      0.55 + smile * 0.75,
      0,
      0.55 + smile,
      mouth / 2,
      0.55 + smile * 0.75,
      mouth,
      0.55
    };
    Colour red = new Colour(0.65f, 0.1f, 0.15f);
    double thick = draws.between(0.08, 0.14);
    layers.add(new Layer(Outline.ribbon(lips, thick, thick), red, "mouth"));
    return layers;
  }

  static List<Layer> fish(Draws draws, Palette palette) {
    Colour body = palette.main();
    Colour fins = palette.second();
    double deep = draws.between(0.36, 0.48);
    double spread = draws.between(0.34, 0.5);
    double top = draws.between(0.68, 0.85);
    return List.of(
        new Layer(
            Outline.polygon(0.38, 0, 1, -spread, draws.between(0.75, 0.88), 0, 1, spread),
            fins,
            "tail"),
        new Layer(
            Outline.polygon(-0.4, -deep * 0.7, -0.05, -top, 0.28, -top * 0.85, 0.3, -deep * 0.3),
            fins,
            "fin"),
        Layer.of(Outline.polygon(-0.15, deep * 0.8, 0.22, deep + 0.18, 0.2, deep * 0.5), fins),
        Layer.of(Outline.ellipse(-0.2, 0, 0.75, deep), body),
        Layer.of(
            Outline.ribbon(Outline.arc(-0.62, 0, 0.3, deep * 0.8, -0.9, 0.9), 0.05, 0.05),
            body.towards(Colour.DARK, 0.45)),
        Layer.of(
            Outline.polygon(-0.1, 0.02, 0.2, -0.1 + 0.1 * draws.unit(), 0.16, 0.24),
            fins.towards(body, 0.25)),
        new Layer(Outline.ellipse(-0.6, -deep * 0.28, 0.12, 0.12), Colour.WHITE, "eye"),
        Layer.of(Outline.ellipse(-0.62, -deep * 0.28, 0.065, 0.065), Colour.DARK));
  }

  static List<Layer> butterfly(Draws draws, Palette palette) {
    double upper = draws.between(0.42, 0.52);
    double lower = draws.between(0.3, 0.4);
    Colour spots = palette.second();
    List<Layer> layers = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      String wing = side < 0 ? "left wing" : "right wing";
      Outline fore = Outline.ellipse(0, 0, 0.62, upper).at(side * 0.52, -0.32, 1, -side * 0.6);
      Outline hind = Outline.ellipse(0, 0, 0.45, lower).at(side * 0.4, 0.42, 1, side * 0.8);
      layers.add(Layer.of(hind, palette.main()));
      layers.add(new Layer(fore, palette.main(), wing));
      layers.add(Layer.of(Outline.ellipse(side * 0.62, -0.42, 0.2, 0.2), spots));
      layers.add(Layer.of(Outline.ellipse(side * 0.45, 0.46, 0.14, 0.14), spots));
      double[] feeler = {0, -0.5, side * 0.06, -0.75, side * 0.2, -0.95};
      layers.add(Layer.of(Outline.ribbon(feeler, 0.05, 0.05), palette.accent()));
    }
    layers.add(new Layer(Outline.ellipse(0, 0, 0.1, 0.68), palette.accent(), "body"));
    return layers;
  }

  static List<Layer> flower(Draws draws, Palette palette) {
    Colour green =
        new Colour(0.12f, 0.45f, 0.15f).towards(Colour.random(draws), draws.between(0, 0.3));
    double sway = draws.between(-0.15, 0.15);
    double[] stem = {0, -0.3, sway * 0.4, 0.1, sway * 0.8, 0.55, sway, 1};
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer(Outline.ribbon(stem, 0.09, 0.12), green, "stem"));
    double side = draws.chance(0.5) ? 1 : -1;
    double[] leaf = {sway, 0.85, side * 0.25, 0.62, side * 0.45, 0.5, side * 0.7, 0.42};
    layers.add(new Layer(leaf(leaf), green.towards(Colour.WHITE, 0.15), "leaf"));
    int petals = draws.integer(5, 8);
    double phase = draws.angle();
    Outline petal = Outline.ellipse(0.32, 0, 0.25, draws.between(0.75, 0.95) / petals);
    for (int i = 0; i < petals; i++) {
      layers.add(Layer.of(petal.at(0, -0.42, 1, phase + 2 * Math.PI * i / petals), palette.main()));
    }
    layers.add(new Layer(Outline.ellipse(0, -0.42, 0.17, 0.17), palette.second(), "centre"));
    return layers;
  }

  /** A band that swells from nothing and shrinks to nothing along a line of four points. */
  private static Outline leaf(double[] line) {
    double dx = line[6] - line[0];
    double dy = line[7] - line[1];
    return Outline.polygon(
        line[0],
        line[1],
        line[2] - 0.22 * dy,
        line[3] + 0.22 * dx,
        line[4] - 0.18 * dy,
        line[5] + 0.18 * dx,
        line[6],
        line[7],
        line[4] + 0.18 * dy,
        line[5] - 0.18 * dx,
        line[2] + 0.22 * dy,
        line[3] - 0.22 * dx);
  }

  static List<Layer> mushroom(Draws draws, Palette palette) {
    double stemTop = draws.between(0.2, 0.26);
    double stemFoot = draws.between(0.26, 0.4);
    double brim = draws.between(-0.05, 0.1);
    double high = draws.between(0.85, 1.05);
    Colour pale = Colour.WHITE.towards(palette.second(), draws.between(0.1, 0.4));
    List<Layer> layers = new ArrayList<>();
    layers.add(
        new Layer(
            Outline.polygon(-stemTop, brim, stemTop, brim, stemFoot, 1, -stemFoot, 1),
            pale,
            "stem"));
    layers.add(
        new Layer(
            Outline.sector(0, brim, 0.95, high, Math.PI, 2 * Math.PI), palette.main(), "cap"));
    Colour spot = palette.second();
    layers.add(Layer.of(Outline.ellipse(-0.48, brim - 0.28, 0.14, 0.12), spot));
    layers.add(Layer.of(Outline.ellipse(0.05, brim - high * 0.62, 0.17, 0.15), spot));
    layers.add(Layer.of(Outline.ellipse(0.5, brim - 0.3, 0.15, 0.13), spot));
    return layers;
  }
}
