package org.convscope.autograd.op;

import org.convscope.engine.Shape;

/**
 * To a matrix: the axes before {@code axis} become the rows, the others the columns (ONNX Flatten).
 *
 * @param axis 0 to rank, or negative, counted from the end
 */
public record Flatten(int axis) implements Reshaping {
  @Override
  public String type() {
    return "flatten";
  }

  @Override
  public Shape target(Shape input) {
    int split = axis < 0 ? axis + input.rank() : axis;
    if (split < 0 || split > input.rank()) {
      throw new IllegalArgumentException(
          "flatten: axis must lie in [-rank, rank], got axis %d of %s".formatted(axis, input));
    }
    return Shape.of(input.size(0, split), input.size(split, input.rank()));
  }
}
