package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Shape;

/**
 * The same elements under another shape (ONNX Reshape).
 *
 * @param dims the new dimensions; one of them may be −1 and takes what is left
 * @param zero what a dimension of 0 means
 */
public record Reshape(List<Integer> dims, Zero zero) implements Reshaping {
  /** What 0 among the dimensions means. */
  public enum Zero {
    /** The input's dimension at that place: ONNX's default. */
    COPIES,
    /** A dimension of 0: ONNX's {@code allowzero}, PyTorch. */
    STAYS
  }

  public Reshape {
    dims = List.copyOf(dims);
    if (dims.stream().anyMatch(d -> d < -1) || dims.stream().filter(d -> d == -1).count() > 1) {
      throw new IllegalArgumentException(
          "reshape: dimensions must be at least 0, but for one −1, got " + dims);
    }
  }

  /** To the given dimensions; −1 takes what is left, 0 copies. */
  public static Reshape to(int... dims) {
    return new Reshape(Arrays.stream(dims).boxed().toList(), Zero.COPIES);
  }

  /** To exactly this shape. */
  public static Reshape to(Shape shape) {
    return new Reshape(Arrays.stream(shape.dims()).boxed().toList(), Zero.STAYS);
  }

  @Override
  public String type() {
    return "reshape";
  }

  @Override
  public Shape target(Shape input) {
    int[] to = new int[dims.size()];
    long known = 1;
    int free = -1;
    for (int i = 0; i < to.length; i++) {
      to[i] = dims.get(i);
      if (to[i] == 0 && zero == Zero.COPIES) {
        if (i >= input.rank()) {
          throw new IllegalArgumentException(
              "reshape: a 0 copies the input's dimension at its place, got %s for %s"
                  .formatted(dims, input));
        }
        to[i] = input.dim(i);
      }
      if (to[i] == -1) {
        free = i;
      } else {
        known *= to[i];
      }
    }
    if (free >= 0 && known > 0) {
      to[free] = Math.toIntExact(input.size() / known);
      known *= to[free];
    }
    if (known != input.size() || (free >= 0 && to[free] < 0)) {
      throw new IllegalArgumentException(
          "reshape: the number of elements must stay %d, got %s for %s"
              .formatted(input.size(), dims, input));
    }
    return Shape.of(to);
  }
}
