package org.convscope.visualize.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * The value of {@code --unit}: a feature map and, if wanted, a position in it.
 *
 * @param map feature map
 * @param y row; absent for the strongest position
 * @param x column; absent for the strongest position
 */
record UnitOption(int map, OptionalInt y, OptionalInt x) {
  /** Reads {@code C} or {@code C,y,x}. */
  static UnitOption parse(String text) {
    try {
      int[] parts =
          Arrays.stream(text.split(",", -1))
              .mapToInt(p -> Integer.parseUnsignedInt(p.strip()))
              .toArray();
      if (parts.length == 1) {
        return new UnitOption(parts[0], OptionalInt.empty(), OptionalInt.empty());
      }
      if (parts.length == 3) {
        return new UnitOption(parts[0], OptionalInt.of(parts[1]), OptionalInt.of(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw wrong(text, e);
    }
    throw wrong(text, null);
  }

  private static IllegalArgumentException wrong(String text, Throwable cause) {
    return new IllegalArgumentException(
        "a unit is C or C,y,x (feature map, row, column), got '" + text + "'", cause);
  }

  /**
   * The flat index of the unit in item {@code n} of a layer's activations [N×C×H×W] or [N×C].
   *
   * @throws IllegalArgumentException if the layer has no such unit
   */
  int index(Tensor activations, int n) {
    Shape shape = activations.shape();
    if (shape.rank() != 4 && shape.rank() != 2) {
      throw new IllegalArgumentException(
          "a layer with feature maps [N×C×H×W] or [N×C] is needed, got " + shape);
    }
    int height = shape.rank() == 4 ? shape.dim(2) : 1;
    int width = shape.rank() == 4 ? shape.dim(3) : 1;
    if (map >= shape.dim(1) || y.orElse(0) >= height || x.orElse(0) >= width) {
      throw new IllegalArgumentException(
          "the layer has %d feature maps of %d×%d, got %s"
              .formatted(shape.dim(1), height, width, text()));
    }
    int plane = height * width;
    int from = (n * shape.dim(1) + map) * plane;
    if (y.isPresent()) {
      return from + y.getAsInt() * width + x.getAsInt();
    }
    float[] values = activations.floats();
    int strongest = from;
    for (int i = from; i < from + plane; i++) {
      strongest = values[i] > values[strongest] ? i : strongest;
    }
    return strongest;
  }

  private String text() {
    return y.isPresent() ? map + "," + y.getAsInt() + "," + x.getAsInt() : Integer.toString(map);
  }

  /**
   * Reads feature maps as in {@code 0,3,5} or {@code 0-15}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static List<UnitOption> range(String text) {
    List<UnitOption> all = new ArrayList<>();
    for (String part : text.split(",")) {
      if (!part.matches("\\d{1,6}(-\\d{1,6})?")) {
        throw new IllegalArgumentException(
            "--units: maps as in 0,3,5 or 0-15 are needed, got '" + text + "'");
      }
      String[] ends = part.split("-");
      IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
          .forEach(i -> all.add(parse(Integer.toString(i))));
    }
    return all;
  }
}
