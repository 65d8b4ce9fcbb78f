package org.convscope.autograd.op;

import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.view.Selection;

/**
 * Copies side by side (ONNX Tile).
 *
 * @param repeats copies along each axis
 */
public record Tile(List<Integer> repeats) implements Movement {
  public Tile {
    repeats = List.copyOf(repeats);
    if (repeats.stream().anyMatch(r -> r < 0)) {
      throw new IllegalArgumentException("tile: repeats must not be negative, got " + repeats);
    }
  }

  @Override
  public String type() {
    return "tile";
  }

  @Override
  public Selection selection(Shape input) {
    if (repeats.size() != input.rank()) {
      throw new IllegalArgumentException(
          "tile: one repeat per axis is needed, got %s for %s".formatted(repeats, input));
    }
    Selection s = Selection.all(input);
    for (int axis = 0; axis < input.rank(); axis++) {
      int n = input.dim(axis);
      s = s.along(axis, Math.multiplyExact(n, repeats.get(axis)), i -> i % n);
    }
    return s;
  }
}
