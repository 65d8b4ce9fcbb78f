package org.convscope.models.synthetic;

/**
 * What lies behind the object: a gradient with cloudy noise, soft large blobs, thin lines, and
 * small distractors (splinters, bars, bits of arcs). A distractor measures at most 0.11 of the
 * picture and has no outline of any class.
 */
final class Background {
  private final Draws draws;
  private final Canvas canvas;
  private final double size;

  private Background(Draws draws, Canvas canvas) {
    this.draws = draws;
    this.canvas = canvas;
    this.size = canvas.size;
  }

  static void paint(Canvas canvas, Colour ground, Draws draws) {
    Background background = new Background(draws, canvas);
    background.gradient(ground);
    background.blobs(ground);
    background.lines(ground);
    background.distractors();
  }

  private void gradient(Colour ground) {
    Colour from = ground.towards(Colour.random(draws), draws.between(0, 0.35));
    Colour to = ground.towards(Colour.random(draws), draws.between(0, 0.35));
    double angle = draws.angle();
    double alongX = StrictMath.cos(angle) / size;
    double alongY = StrictMath.sin(angle) / size;
    Noise noise = new Noise(draws);
    double coarse = draws.between(2, 6) / size;
    double fine = draws.between(9, 24) / size;
    float strength = (float) draws.between(0, 0.15);
    canvas.paint(
        (x, y, rgb) -> {
          float t = (float) ((x - size / 2) * alongX + (y - size / 2) * alongY + 0.5);
          float cloud =
              strength * (noise.at(x * coarse, y * coarse) + 0.6f * noise.at(x * fine, y * fine));
          rgb[0] = from.red() + t * (to.red() - from.red()) + cloud;
          rgb[1] = from.green() + t * (to.green() - from.green()) + cloud;
          rgb[2] = from.blue() + t * (to.blue() - from.blue()) + cloud;
        });
  }

  private void blobs(Colour ground) {
    int count = draws.integer(0, 5);
    for (int i = 0; i < count; i++) {
      Colour colour = ground.towards(Colour.random(draws), 0.5);
      Outline blob =
          Outline.blob(draws).at(place(), place(), size * draws.between(0.15, 0.4), draws.angle());
      canvas.paint(blob, colour, draws.between(0.2, 0.7));
    }
  }

  private void lines(Colour ground) {
    int count = draws.integer(0, 8);
    for (int i = 0; i < count; i++) {
      Colour colour = ground.towards(Colour.random(draws), draws.between(0.3, 1));
      double bend = draws.between(-0.3, 0.3);
      double[] line = new double[2 * 12];
      for (int k = 0; k < 12; k++) {
        double t = k / 5.5 - 1;
        line[2 * k] = t;
        line[2 * k + 1] = bend * t * t;
      }
      double width = draws.between(0.008, 0.025);
      Outline band = Outline.ribbon(line, width, width);
      canvas.paint(
          band.at(place(), place(), size * draws.between(0.3, 1), draws.angle()), colour, 0.8);
    }
  }

  private void distractors() {
    int count = draws.integer(0, 14);
    for (int i = 0; i < count; i++) {
      Outline shape =
          switch (draws.integer(0, 2)) {
            case 0 -> splinter();
            case 1 -> Outline.rectangle(-1, -0.22, 1, 0.22);
            default -> bitOfArc();
          };
      double scale = size * draws.between(0.02, 0.055);
      canvas.paint(
          shape.at(place(), place(), scale, draws.angle()),
          Colour.random(draws),
          draws.between(0.6, 1));
    }
  }

  /** An irregular quadrilateral. */
  private Outline splinter() {
    double[] radii = new double[4];
    for (int i = 0; i < radii.length; i++) {
      radii[i] = draws.between(0.3, 1);
    }
    return Outline.radial(radii, 0);
  }

  private Outline bitOfArc() {
    double[] arc = Outline.arc(0, 0, 1, 1, 0, draws.between(0.8, 2));
    return Outline.ribbon(arc, 0.4, 0.4);
  }

  private double place() {
    return draws.between(0, size);
  }
}
