package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convscope.engine.Shape;
import org.convscope.engine.view.Selection;

/**
 * Axes in another order (ONNX Transpose).
 *
 * @param order output axis k is input axis {@code order[k]}; empty: reversed
 */
public record Transpose(List<Integer> order) implements Movement {
  public Transpose {
    order = List.copyOf(order);
  }

  /** The given order. */
  public static Transpose of(int... order) {
    return new Transpose(Arrays.stream(order).boxed().toList());
  }

  @Override
  public String type() {
    return "transpose";
  }

  @Override
  public Selection selection(Shape input) {
    int rank = input.rank();
    int[] axes =
        order.isEmpty()
            ? IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()
            : order.stream().mapToInt(input::axis).toArray();
    if (axes.length != rank || IntStream.of(axes).distinct().count() != rank) {
      throw new IllegalArgumentException(
          "transpose: every axis is needed once, got order %s for %s".formatted(order, input));
    }
    return Selection.all(input).permuted(axes);
  }
}
