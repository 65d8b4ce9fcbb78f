package org.convscope.models;

import java.util.List;
import org.convscope.engine.DType;

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

  /** A float image input [N×channels×height×width] with a free batch size. */
  public static Input image(String name, int channels, int height, int width) {
    return new Input(name, DType.FLOAT, List.of(-1, channels, height, width), true);
  }
}
