package org.convscope.visualize.attribute;

import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * What a method says about an image.
 *
 * @param map one number per pixel: the larger, the more the score rests on it
 * @param raw one signed number per element of the input, [C×H×W], where the method has it
 * @param coarse the map before it was enlarged to the image, where it was
 * @param facts what is worth knowing besides, by name, such as the completeness gap
 */
public record Attribution(
    Plane map, Optional<Tensor> raw, Optional<Plane> coarse, Map<String, Object> facts) {
  /** A map that was computed for every pixel. */
  static Attribution of(Plane map, Map<String, Object> facts) {
    return new Attribution(map, Optional.empty(), Optional.empty(), facts);
  }

  /** One number per element, shown as their sum over the channels. */
  static Attribution summed(Subject subject, float[] raw, Map<String, Object> facts) {
    Plane map = Plane.sumOf(raw, subject.height(), subject.width());
    return new Attribution(map, Optional.of(tensor(subject, raw)), Optional.empty(), facts);
  }

  /** One number per element, shown as the largest absolute value over the channels. */
  static Attribution largest(Subject subject, float[] raw, Map<String, Object> facts) {
    Plane map = Plane.largestOf(raw, subject.height(), subject.width());
    return new Attribution(map, Optional.of(tensor(subject, raw)), Optional.empty(), facts);
  }

  /** A map of a layer's size, enlarged to the image. */
  static Attribution enlarged(Subject subject, Plane coarse, Map<String, Object> facts) {
    Plane map = coarse.resized(subject.height(), subject.width());
    return new Attribution(map, Optional.empty(), Optional.of(coarse), facts);
  }

  private static Tensor tensor(Subject subject, float[] raw) {
    return Tensor.of(Shape.of(subject.channels(), subject.height(), subject.width()), raw);
  }
}
