package org.convscope.autograd.op;

import org.convscope.engine.Shape;
import org.convscope.engine.view.Selection;

/**
 * Repeats along axes of dimension 1 until the shape is the broadcast of both (ONNX Expand).
 *
 * @param shape what to broadcast with
 */
public record Expand(Shape shape) implements Movement {
  @Override
  public String type() {
    return "expand";
  }

  @Override
  public Selection selection(Shape input) {
    Shape to = input.broadcast(shape);
    Selection s = Selection.all(input);
    for (int i = input.rank(); i < to.rank(); i++) {
      s = s.repeated(1);
    }
    for (int axis = 0; axis < to.rank(); axis++) {
      if (s.shape().dim(axis) != to.dim(axis)) {
        s = s.along(axis, to.dim(axis), i -> 0);
      }
    }
    return s;
  }
}
