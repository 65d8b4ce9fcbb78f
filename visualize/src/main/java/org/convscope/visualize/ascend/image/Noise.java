package org.convscope.visualize.ascend.image;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Normal numbers for parameters, the same for an item whatever the batch. */
final class Noise {
  private Noise() {}

  /** One tensor N(0, deviation²) per parameter. */
  static Map<String, Tensor> normal(
      Map<String, Shape> shapes, double deviation, CounterRandom random) {
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> drawn.put(name, draw(shape, deviation, random.stream(name))));
    return drawn;
  }

  private static Tensor draw(Shape shape, double deviation, CounterRandom random) {
    float[] values = new float[shape.size()];
    int item = values.length / shape.dim(0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.stream(i / item).gaussian(i % item));
    }
    return Tensor.of(shape, values);
  }
}
