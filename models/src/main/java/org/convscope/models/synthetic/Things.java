package org.convscope.models.synthetic;

import java.util.ArrayList;
import java.util.List;

/** Made things with known parts: house, car, boat. */
final class Things {
  private Things() {}

  static List<Layer> house(Draws draws, Palette palette) {
    double half = draws.between(0.62, 0.78);
    double eaves = draws.between(-0.2, -0.05);
    double ridge = draws.chance(0.5) ? 0 : draws.between(0.2, 0.45);
    Colour frame = Colour.WHITE.towards(palette.accent(), 0.2);
    List<Layer> layers = new ArrayList<>();
    if (draws.chance(0.6)) {
      layers.add(Layer.of(Outline.rectangle(0.35, -0.95, 0.55, -0.3), palette.accent()));
    }
    layers.add(Layer.of(Outline.rectangle(-half, eaves, half, 1), palette.main()));
    layers.add(
        new Layer(
            Outline.polygon(-half - 0.18, eaves, -ridge, -1, ridge + 0.001, -1, half + 0.18, eaves),
            palette.second(),
            "roof"));
    double wide = draws.between(0.16, 0.2);
    double lintel = draws.between(0.28, 0.42);
    layers.add(
        new Layer(
            Outline.rectangle(-0.32 - wide, lintel, -0.32 + wide, 1), palette.accent(), "door"));
    layers.add(Layer.of(Outline.ellipse(-0.32 + wide * 0.6, 0.7, 0.035, 0.035), Colour.DARK));
    double pane = draws.between(0.18, 0.22);
    double x = 0.32;
    double y = draws.between(0.3, 0.45);
    layers.add(
        new Layer(Outline.rectangle(x - pane, y - pane, x + pane, y + pane), frame, "window"));
    double bar = 0.03;
    double glass = pane - 0.05;
    for (int i = 0; i < 4; i++) {
      double left = i % 2 == 0 ? x - glass : x + bar;
      double top = i < 2 ? y - glass : y + bar;
      layers.add(
          Layer.of(
              Outline.rectangle(left, top, left + glass - bar, top + glass - bar),
              new Colour(0.2f, 0.3f, 0.42f)));
    }
    return layers;
  }

  static List<Layer> car(Draws draws, Palette palette) {
    double bonnet = draws.between(-0.6, -0.42);
    double boot = draws.between(0.55, 0.8);
    double roof = draws.between(-0.62, -0.5);
    double wheel = draws.between(0.2, 0.25);
    Colour body = palette.main();
    Colour glass = new Colour(0.75f, 0.85f, 0.9f).towards(Colour.DARK, draws.between(0, 0.6));
    List<Layer> layers = new ArrayList<>();
    layers.add(
        Layer.of(
            Outline.polygon(
                -1,
                0.35,
                -0.98,
                0,
                bonnet,
                -0.12,
                bonnet + 0.25,
                roof,
                boot - 0.25,
                roof,
                boot,
                -0.12,
                0.98,
                -0.05,
                1,
                0.35),
            body));
    double sill = -0.12;
    double middle = (bonnet + boot) / 2;
    layers.add(
        new Layer(
            Outline.polygon(
                bonnet + 0.12,
                sill,
                bonnet + 0.29,
                roof + 0.09,
                boot - 0.29,
                roof + 0.09,
                boot - 0.12,
                sill),
            glass,
            "window"));
    layers.add(Layer.of(Outline.rectangle(middle - 0.04, roof, middle + 0.04, sill), body));
    layers.add(Layer.of(Outline.rectangle(-0.99, 0.02, -0.86, 0.13), palette.accent()));
    layers.add(Layer.of(Outline.rectangle(-1, 0.2, 1, 0.26), palette.second()));
    for (int side = -1; side <= 1; side += 2) {
      double x = side * 0.55;
      layers.add(
          new Layer(
              Outline.ellipse(x, 0.36, wheel, wheel),
              Colour.DARK,
              side < 0 ? "front wheel" : "rear wheel"));
      layers.add(Layer.of(Outline.ellipse(x, 0.36, wheel * 0.45, wheel * 0.45), Colour.WHITE));
    }
    return layers;
  }

  static List<Layer> boat(Draws draws, Palette palette) {
    double deck = draws.between(0.42, 0.55);
    double bow = draws.between(0.55, 0.7);
    double boom = deck - 0.12;
    Colour wood = palette.accent().towards(Colour.DARK, 0.3);
    double peak = draws.between(-0.98, -0.85);
    return List.of(
        Layer.of(Outline.rectangle(-0.05, -1, 0.05, deck + 0.05), wood),
        new Layer(
            Outline.polygon(0.1, peak, 0.1, boom, draws.between(0.65, 0.85), boom),
            palette.main(),
            "main sail"),
        new Layer(
            Outline.polygon(-0.1, peak + 0.2, -0.1, boom, -draws.between(0.5, 0.7), boom),
            palette.main().towards(Colour.WHITE, 0.2),
            "fore sail"),
        new Layer(
            Outline.polygon(-0.95, deck, 0.95, deck, bow, 1, -bow, 1), palette.second(), "hull"),
        Layer.of(
            Outline.polygon(
                -0.93, deck + 0.06, 0.93, deck + 0.06, 0.9, deck + 0.14, -0.9, deck + 0.14),
            wood));
  }
}
