package org.convscope.models;

import java.util.List;
import java.util.stream.Collectors;
import org.convscope.engine.DType;
import org.convscope.engine.Tensor;

/**
 * A value that a network is given.
 *
 * @param name its name
 * @param type element type
 * @param dims dimensions, −1 where any size is allowed; empty with {@code ranked} false if unknown
 * @param ranked false if nothing is known about the shape
 */
public record Input(String name, DType type, List<Integer> dims, boolean ranked) {
  public Input {
    dims = List.copyOf(dims);
  }

  /**
   * Checks that a tensor may be given for this value.
   *
   * @throws IllegalArgumentException if its shape does not match, or integers meet floats
   */
  void require(Tensor given) {
    boolean fits = given.type().isFloating() == type.isFloating();
    if (ranked) {
      fits &= given.shape().rank() == dims.size();
      for (int i = 0; fits && i < dims.size(); i++) {
        fits = dims.get(i) < 0 || dims.get(i) == given.shape().dim(i);
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "input %s: must be %s, got %s".formatted(name, description(), given));
    }
  }

  /** Type and dimensions, N for any size: {@code FLOAT[N×3×224×224]}. */
  public String description() {
    return ranked
        ? dims.stream()
            .map(d -> d < 0 ? "N" : d.toString())
            .collect(Collectors.joining("×", type + "[", "]"))
        : type + " of any shape";
  }

  /** A float image input [N×channels×height×width] with a free batch size. */
  public static Input image(String name, int channels, int height, int width) {
    return new Input(name, DType.FLOAT, List.of(-1, channels, height, width), true);
  }
}
