package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.view.Selection;

/**
 * Adds elements at both ends of each axis, or, where the amount is negative, removes them (ONNX
 * Pad). The gradient of an element is the sum over all places that show it.
 *
 * @param begin elements before the first, per axis
 * @param end elements after the last, per axis
 * @param mode what the new elements are
 * @param value the constant of {@link Mode#CONSTANT}
 */
public record Pad(List<Integer> begin, List<Integer> end, Mode mode, double value)
    implements Movement {
  /** What stands beyond the edge. */
  public enum Mode {
    /** A constant. */
    CONSTANT,
    /** The elements mirrored at the edge element, which is not repeated; any distance. */
    REFLECT,
    /** The edge element (PyTorch: replicate). */
    EDGE,
    /** The elements from the other end (PyTorch: circular). */
    WRAP
  }

  public Pad {
    begin = List.copyOf(begin);
    end = List.copyOf(end);
  }

  /** Of the last two axes of an NCHW tensor. */
  public static Pad image(int top, int bottom, int left, int right, Mode mode) {
    return new Pad(List.of(0, 0, top, left), List.of(0, 0, bottom, right), mode, 0);
  }

  @Override
  public String type() {
    return "pad";
  }

  @Override
  public double fill() {
    return value;
  }

  @Override
  public Selection selection(Shape input) {
    if (begin.size() != input.rank() || end.size() != input.rank()) {
      throw new IllegalArgumentException(
          "pad: a begin and an end per axis are needed, got begin %s, end %s for %s"
              .formatted(begin, end, input));
    }
    Selection s = Selection.all(input);
    for (int axis = 0; axis < input.rank(); axis++) {
      int n = input.dim(axis);
      int first = begin.get(axis);
      int length = n + first + end.get(axis);
      if (length < 0 || (n == 0 && length > 0 && mode != Mode.CONSTANT)) {
        throw new IllegalArgumentException(
            "pad: an axis must keep elements to show, got begin %d, end %d on axis %d of %s"
                .formatted(first, end.get(axis), axis, input));
      }
      if (first != 0 || length != n) {
        s = s.along(axis, length, i -> source(i - first, n));
      }
    }
    return s;
  }

  private int source(int i, int n) {
    if (i >= 0 && i < n) {
      return i;
    }
    return switch (mode) {
      case CONSTANT -> Selection.OUTSIDE;
      case EDGE -> i < 0 ? 0 : n - 1;
      case WRAP -> Math.floorMod(i, n);
      case REFLECT -> {
        int period = Math.max(1, 2 * (n - 1));
        int j = Math.floorMod(i, period);
        yield Math.min(j, period - j) % n;
      }
    };
  }

  /** Begin and end per axis from ONNX's order: all begins, then all ends. */
  public static Pad of(int[] pads, Mode mode, double value) {
    List<Integer> all = Arrays.stream(pads).boxed().toList();
    int rank = pads.length / 2;
    return new Pad(all.subList(0, rank), all.subList(rank, pads.length), mode, value);
  }
}
