package org.convscope.autograd.op;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convscope.engine.Shape;

/**
 * Drops axes of dimension 1 (ONNX Squeeze).
 *
 * @param axes the axes to drop, negative ones counted from the end; none given: every axis of
 *     dimension 1
 */
public record Squeeze(List<Integer> axes) implements Reshaping {
  public Squeeze {
    axes = List.copyOf(axes);
  }

  @Override
  public String type() {
    return "squeeze";
  }

  @Override
  public Shape target(Shape input) {
    Set<Integer> drop = axes.stream().map(input::axis).collect(Collectors.toSet());
    for (int axis : drop) {
      if (input.dim(axis) != 1) {
        throw new IllegalArgumentException(
            "squeeze: a dropped axis must have dimension 1, got axis %d of %s"
                .formatted(axis, input));
      }
    }
    return Shape.of(
        IntStream.range(0, input.rank())
            .filter(i -> axes.isEmpty() ? input.dim(i) != 1 : !drop.contains(i))
            .map(input::dim)
            .toArray());
  }
}
