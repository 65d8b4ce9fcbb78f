package org.convscope.models.synthetic;

import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** One picture being drawn: background, the object put somewhere on it, light and camera. */
final class Scene {
  /** How often a texture fills the whole picture. */
  private static final double WHOLE = 0.3;

  private final Canvas canvas;
  private final Draws draws;
  private final Palette palette;
  private final float[] object;
  private final List<Part> parts = new ArrayList<>();

  private Scene(int size, Draws draws) {
    this.canvas = new Canvas(size);
    this.draws = draws;
    this.palette = Palette.random(draws.fork("palette"));
    this.object = new float[size * size];
  }

  static Sample draw(int size, SyntheticClass kind, int label, Draws draws) {
    Scene scene = new Scene(size, draws);
    Background.paint(scene.canvas, scene.palette.ground(), draws.fork("background"));
    List<Layer> layers = scene.layers(kind);
    for (Layer layer : layers) {
      Box box = scene.canvas.paint(layer.outline(), layer.paint(), scene.object);
      if (box != null && !layer.part().isEmpty()) {
        scene.parts.add(new Part(layer.part(), box));
      }
    }
    scene.shade();
    Pixels pixels = Camera.shoot(scene.canvas, draws.fork("camera"));
    return new Sample(pixels, label, kind, Mask.covered(size, scene.object), scene.parts);
  }

  /** The same picture as {@link #draw} makes, without the object. */
  static Pixels background(int size, Draws draws) {
    Scene scene = new Scene(size, draws);
    Background.paint(scene.canvas, scene.palette.ground(), draws.fork("background"));
    return Camera.shoot(scene.canvas, draws.fork("camera"));
  }

  /** The regions of the object in pixels. */
  private List<Layer> layers(SyntheticClass kind) {
    Draws own = draws.fork("figure");
    Draws place = draws.fork("place");
    if (!kind.isTexture()) {
      return placed(kind.figure.draw(own, palette), kind.turn, place);
    }
    Paint paint = new Textured(kind.texture, own, palette, canvas.size);
    if (place.chance(WHOLE)) {
      return List.of(Layer.of(Outline.rectangle(0, 0, canvas.size, canvas.size), paint));
    }
    return placed(List.of(Layer.of(Outline.blob(place), paint)), kind.turn, place);
  }

  /** Turns, stretches and scales a figure, then puts it fully inside the picture. */
  private List<Layer> placed(List<Layer> figure, SyntheticClass.Turn turn, Draws place) {
    double angle = place.between(-turn.limit, turn.limit);
    double stretch = place.between(0.85, 1);
    double mirror = turn.mirrored && place.chance(0.5) ? -1 : 1;
    AffineTransform map = Outline.turn(0, 0, 1, angle);
    map.concatenate(new AffineTransform(mirror * stretch, 0, 0, 1, 0, 0));
    double[] bounds = {1e9, 1e9, -1e9, -1e9};
    figure.forEach(layer -> layer.outline().at(map).extend(bounds));
    double width = bounds[2] - bounds[0];
    double height = bounds[3] - bounds[1];
    double extent = canvas.size * place.between(0.5, 0.94);
    double scale = extent / Math.max(width, height);
    double left = 1 + place.unit() * (canvas.size - 2 - scale * width);
    double top = 1 + place.unit() * (canvas.size - 2 - scale * height);
    AffineTransform fit =
        new AffineTransform(scale, 0, 0, scale, left - scale * bounds[0], top - scale * bounds[1]);
    fit.concatenate(map);
    return figure.stream()
        .map(layer -> new Layer(layer.outline().at(fit), layer.paint(), layer.part()))
        .toList();
  }

  /** Shading of the object alone: brighter on one side, and a weak grain. */
  private void shade() {
    Draws own = draws.fork("shading");
    int size = canvas.size;
    double angle = own.angle();
    double strength = own.between(0, 0.7) / size;
    double alongX = strength * StrictMath.cos(angle);
    double alongY = strength * StrictMath.sin(angle);
    Noise noise = new Noise(own);
    double cells = own.between(4, 20) / size;
    double grain = own.between(0, 0.08);
    for (int y = 0, i = 0; y < size; y++) {
      for (int x = 0; x < size; x++, i++) {
        if (object[i] > 0) {
          double light =
              alongX * (x - size / 2)
                  + alongY * (y - size / 2)
                  + grain * noise.at(x * cells, y * cells);
          float factor = 1 + object[i] * (float) light;
          for (int c = 0; c < 3; c++) {
            canvas.planes[c][i] *= factor;
          }
        }
      }
    }
  }
}
