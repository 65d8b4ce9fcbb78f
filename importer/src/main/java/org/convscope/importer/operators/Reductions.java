package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Op;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.ReduceNorm;
import org.convscope.autograd.op.Reshape;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Sums, means, norms and extrema along axes, and running sums. */
final class Reductions {
  private Reductions() {}

  /** An op that reduces {@code axes}; none: all of them. */
  private interface Along {
    Op axes(List<Integer> axes, boolean keep);
  }

  static void add(Operators t) {
    reduction(t, "ReduceSum", 13, (axes, keep) -> new Reduce(Reduction.SUM, axes, keep));
    reduction(t, "ReduceMean", 18, (axes, keep) -> new Reduce(Reduction.MEAN, axes, keep));
    reduction(t, "ReduceMax", 18, (axes, keep) -> new Reduce(Reduction.MAX, axes, keep));
    reduction(t, "ReduceMin", 18, (axes, keep) -> new Reduce(Reduction.MIN, axes, keep));
    reduction(t, "ReduceProd", 18, (axes, keep) -> new Reduce(Reduction.PROD, axes, keep));
    norm(t, "ReduceL1", ReduceNorm.Norm.L1);
    norm(t, "ReduceL2", ReduceNorm.Norm.L2);
    norm(t, "ReduceSumSquare", ReduceNorm.Norm.SUM_SQUARE);
    norm(t, "ReduceLogSum", ReduceNorm.Norm.LOG_SUM);
    norm(t, "ReduceLogSumExp", ReduceNorm.Norm.LOG_SUM_EXP);
    t.add("CumSum", 2, 2, Reductions::runningSum);
  }

  private static void norm(Operators t, String opType, ReduceNorm.Norm norm) {
    reduction(t, opType, 18, (axes, keep) -> new ReduceNorm(norm, axes, keep));
  }

  /**
   * Adds a reduction whose axes are an attribute before a version and an input from it on.
   *
   * <p>{@code noop_with_empty_axes}: every element is the reduction of itself.
   */
  private static void reduction(Operators t, String opType, int inputsFrom, Along op) {
    t.add(
        opType,
        1,
        2,
        a -> {
          boolean keep = a.call().flag("keepdims", true);
          List<Integer> axes = Movements.axes(a, 1);
          if (a.version() >= inputsFrom
              && axes.isEmpty()
              && a.call().flag("noop_with_empty_axes", false)) {
            return Composed.of(a.call(), (tape, in) -> eachAlone(tape, in.get(0), op));
          }
          return op.axes(axes, keep);
        });
  }

  private static Variable eachAlone(org.convscope.autograd.Tape tape, Variable x, Along op) {
    int rank = x.value().shape().rank();
    int[] dims =
        IntStream.range(0, rank + 1).map(i -> i < rank ? x.value().shape().dim(i) : 1).toArray();
    return tape.apply(op.axes(List.of(rank), false), tape.apply(Reshape.to(Shape.of(dims)), x));
  }

  private static Op runningSum(Arguments a) {
    int declared = a.ints(1)[0];
    boolean exclusive = a.call().flag("exclusive", false);
    boolean reverse = a.call().flag("reverse", false);
    return Computed.withoutGradient(
        a.call(),
        (kernels, in) ->
            runningSum(in.get(0), in.get(0).shape().axis(declared), exclusive, reverse));
  }

  private static Tensor runningSum(Tensor x, int axis, boolean exclusive, boolean reverse) {
    Shape shape = x.shape();
    int n = shape.dim(axis);
    int step = shape.size(axis + 1, shape.rank());
    double[] v = x.toDoubles();
    double[] sums = new double[v.length];
    for (int row = 0; n > 0 && row < v.length / n; row++) {
      double sum = 0;
      for (int k = 0; k < n; k++) {
        int i = row / step * step * n + row % step + (reverse ? n - 1 - k : k) * step;
        sums[i] = exclusive ? sum : sum + v[i];
        sum += v[i];
      }
    }
    return Tensor.of(shape, sums).cast(x.type());
  }

  static void export(Exports e) {
    e.add(Reduce.class, (op, out) -> write("Reduce" + name(op.how()), op.axes(), op.keep(), out))
        .add(
            ReduceNorm.class,
            (op, out) -> write("Reduce" + name(op.norm()), op.axes(), op.keep(), out));
  }

  private static void write(String opType, List<Integer> axes, boolean keep, Writing out) {
    out.node(
        opType,
        axes.isEmpty() ? out.inputs() : out.inputsAnd(out.longs(axes)),
        with("keepdims", keep));
  }

  private static String name(Reduction how) {
    return switch (how) {
      case SUM -> "Sum";
      case MEAN -> "Mean";
      case MAX -> "Max";
      case MIN -> "Min";
      case PROD -> "Prod";
    };
  }

  private static String name(ReduceNorm.Norm norm) {
    return switch (norm) {
      case L1 -> "L1";
      case L2 -> "L2";
      case SUM_SQUARE -> "SumSquare";
      case LOG_SUM -> "LogSum";
      case LOG_SUM_EXP -> "LogSumExp";
    };
  }
}
