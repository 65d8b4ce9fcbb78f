package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Selection;

/**
 * Elements from {@code start} to {@code end} by {@code step} along some axes (ONNX Slice, Python's
 * slices): negative positions count from the end, positions beyond either end are clamped, negative
 * steps run backwards.
 *
 * @param ranges one per sliced axis
 */
public record Slice(List<Range> ranges) implements Movement {
  /**
   * Positions along one axis.
   *
   * @param axis negative axes count from the end
   * @param start the first position
   * @param end where to stop, exclusive; {@link Long#MAX_VALUE} and {@link Long#MIN_VALUE} mean
   *     beyond the last and before the first element
   * @param step distance between positions, not 0
   */
  public record Range(int axis, long start, long end, long step) {
    public Range {
      if (step == 0) {
        throw new IllegalArgumentException("slice: step must not be 0, got 0 on axis " + axis);
      }
    }

    /** Every element from {@code start} to {@code end}. */
    public static Range of(int axis, long start, long end) {
      return new Range(axis, start, end, 1);
    }

    private Selection of(Selection s, Shape input) {
      Positions p = in(input);
      return s.along(p.axis(), p.length(), i -> (int) (p.first() + i * step));
    }

    private Positions in(Shape input) {
      int a = input.axis(axis);
      long n = input.dim(a);
      long low = step > 0 ? 0 : -1;
      long high = step > 0 ? n : n - 1;
      long first = clamp(start < 0 ? start + n : start, low, high);
      long stop = clamp(end < 0 && end != Long.MIN_VALUE ? end + n : end, low, high);
      long span = step > 0 ? stop - first : first - stop;
      long size = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
      int length = span <= 0 ? 0 : (int) ((span - 1) / size + 1);
      return new Positions(a, (int) first, length);
    }

    private static long clamp(long v, long low, long high) {
      return Math.max(low, Math.min(high, v));
    }
  }

  /** Of an input: where a range begins, and how many positions it has. */
  private record Positions(int axis, int first, int length) {}

  public Slice {
    ranges = List.copyOf(ranges);
  }

  /** A slice of the given ranges. */
  public static Slice of(Range... ranges) {
    return new Slice(Arrays.asList(ranges));
  }

  @Override
  public String type() {
    return "slice";
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    if (ranges.size() != 1 || ranges.get(0).step() != 1) {
      return Movement.super.forward(kernels, inputs);
    }
    Tensor x = inputs.get(0);
    Positions p = ranges.get(0).in(x.shape());
    return Result.of(
        kernels.narrow(x, p.axis(), p.first(), p.length()), new NarrowVjp(p, x.shape()));
  }

  /** Holds where neighbouring positions of one axis came from. */
  private record NarrowVjp(Positions positions, Shape input) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      gx[0] =
          backward.kernels().widen(outputGradients[0], positions.axis(), positions.first(), input);
      return gx;
    }
  }

  @Override
  public Selection selection(Shape input) {
    long axes = ranges.stream().map(r -> input.axis(r.axis())).distinct().count();
    if (axes != ranges.size()) {
      throw new IllegalArgumentException("slice: axes must be distinct, got " + ranges);
    }
    Selection s = Selection.all(input);
    for (Range r : ranges) {
      s = r.of(s, input);
    }
    return s;
  }
}
