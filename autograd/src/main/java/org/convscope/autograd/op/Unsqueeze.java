package org.convscope.autograd.op;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convscope.engine.Shape;

/**
 * Inserts axes of dimension 1 (ONNX Unsqueeze).
 *
 * @param axes places in the output, negative ones counted from its end
 */
public record Unsqueeze(List<Integer> axes) implements Reshaping {
  public Unsqueeze {
    axes = List.copyOf(axes);
  }

  @Override
  public String type() {
    return "unsqueeze";
  }

  @Override
  public Shape target(Shape input) {
    int rank = input.rank() + axes.size();
    Set<Integer> ones = axes.stream().map(a -> a < 0 ? a + rank : a).collect(Collectors.toSet());
    if (ones.size() != axes.size() || ones.stream().anyMatch(a -> a < 0 || a >= rank)) {
      throw new IllegalArgumentException(
          "unsqueeze: axes must be distinct and lie in the output's rank %d, got %s for %s"
              .formatted(rank, axes, input));
    }
    Iterator<Integer> rest = IntStream.of(input.dims()).iterator();
    return Shape.of(
        IntStream.range(0, rank).map(i -> ones.contains(i) ? 1 : rest.next()).toArray());
  }
}
