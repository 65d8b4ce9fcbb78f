package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convscope.autograd.Backward;
import org.convscope.autograd.LinkedVjp;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.DType;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Selection;

/**
 * Combines the elements along some axes (ONNX ReduceSum, ReduceMean, ReduceMax, ReduceMin,
 * ReduceProd). Gradients: of a sum gy everywhere, of a mean gy/n, of maximum and minimum gy at the
 * first such element in scan order, of a product gy times the product of the others.
 *
 * @param how sum, mean, max, min or prod
 * @param axes negative counted from the end; none given: every axis
 * @param keep keep reduced axes as dimensions of 1
 */
public record Reduce(Reduction how, List<Integer> axes, boolean keep) implements Op {
  public Reduce {
    axes = List.copyOf(axes);
  }

  /** Over every axis, to a scalar. */
  public static Reduce all(Reduction how) {
    return new Reduce(how, List.of(), false);
  }

  @Override
  public String type() {
    return "reduce_" + how.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    int[] reduced = reducedAxes(x);
    int[] dims =
        IntStream.range(0, x.rank())
            .filter(i -> keep || Arrays.binarySearch(reduced, i) < 0)
            .map(i -> Arrays.binarySearch(reduced, i) < 0 ? x.dim(i) : 1)
            .toArray();
    return List.of(Shape.of(dims));
  }

  private int[] reducedAxes(Shape x) {
    if (axes.isEmpty()) {
      return IntStream.range(0, x.rank()).toArray();
    }
    int[] sorted = axes.stream().mapToInt(x::axis).distinct().sorted().toArray();
    if (sorted.length != axes.size()) {
      throw new IllegalArgumentException(
          "%s: axes must be distinct, got %s for %s".formatted(type(), axes, x));
    }
    return sorted;
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int[] reduced = reducedAxes(x.shape());
    Tensor y = kernels.reduce(how, x, reduced);
    Shape out = shapes(List.of(x.shape())).get(0);
    Vjp vjp =
        switch (how) {
          case SUM, MEAN -> new SumVjp(how, x.shape(), y.shape());
          case MAX, MIN, PROD -> new PickVjp(how, x, y, reduced);
        };
    return Result.of(y.reshape(out), vjp);
  }

  /** Holds the shapes; {@code kept} is the output's with reduced axes of 1. */
  record SumVjp(Reduction how, Shape input, Shape kept) implements LinkedVjp {
    @Override
    public Sign sign() {
      return Sign.FREE;
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link) {
      link.arrived(0, stretched(backward.kernels(), outputGradient, link.epilogue(0)));
      return new Tensor[1];
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      GradientEpilogue none = GradientEpilogue.NONE;
      return new Tensor[] {stretched(backward.kernels(), outputGradients[0], none)};
    }

    private Tensor stretched(Kernels k, Tensor gradient, GradientEpilogue epilogue) {
      Tensor gy = gradient.reshape(kept);
      if (how == Reduction.MEAN) {
        gy = k.map(new Scale((double) kept.size() / input.size()), gy);
      }
      return k.stretch(gy, input, epilogue);
    }
  }

  /** Holds input, output and the axes. */
  record PickVjp(Reduction how, Tensor x, Tensor y, int[] reduced) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels k = backward.kernels();
      Tensor gy = outputGradients[0].reshape(y.shape());
      Tensor[] gx = new Tensor[1];
      gx[0] =
          how == Reduction.PROD
              ? k.combine(Arithmetic.MUL, othersProduct(k), gy)
              : Selection.elements(x.size(), firsts(k))
                  .scatterAdd(gy, k.buffers())
                  .reshape(x.shape());
      return gx;
    }

    /** The input seen with the reduced axes last. */
    private Selection rows() {
      int[] order =
          IntStream.concat(
                  IntStream.range(0, x.shape().rank())
                      .filter(i -> Arrays.binarySearch(reduced, i) < 0),
                  IntStream.of(reduced))
              .toArray();
      return Selection.all(x.shape()).permuted(order);
    }

    /** Per output element the first input element that equals it. */
    private int[] firsts(Kernels k) {
      int n = y.size() == 0 ? 0 : x.size() / y.size();
      Tensor ordered = rows().read(x, 0, k.buffers());
      Tensor places =
          rows()
              .read(
                  Tensor.of(
                      DType.INT64,
                      x.shape(),
                      IntStream.range(0, x.size()).asLongStream().toArray()),
                  0,
                  k.buffers());
      int[] firsts = new int[y.size()];
      for (int o = 0; o < firsts.length; o++) {
        int i = o * n;
        while (i < (o + 1) * n - 1 && ordered.at(i) != y.at(o)) {
          i++;
        }
        firsts[o] = (int) places.longs()[i];
      }
      return firsts;
    }

    /** Per input element the product of all others of its row: no division, so zeros are fine. */
    private Tensor othersProduct(Kernels k) {
      int n = y.size() == 0 ? 0 : x.size() / y.size();
      double[] v = rows().read(x, 0, k.buffers()).toDoubles();
      double[] others = new double[v.length];
      for (int o = 0; o < y.size(); o++) {
        double before = 1;
        for (int i = o * n; i < (o + 1) * n; i++) {
          others[i] = before;
          before *= v[i];
        }
        double after = 1;
        for (int i = (o + 1) * n - 1; i >= o * n; i--) {
          others[i] *= after;
          after *= v[i];
        }
      }
      Selection rows = rows();
      return rows.scatterAdd(Tensor.of(rows.shape(), others).cast(x.type()), k.buffers());
    }
  }
}
