package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.AdaptiveAveragePool;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvTranspose;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.LpPool;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.MaxUnpool;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.view.Resampling;

/** Convolution and pooling. */
final class Convolutions {
  private Convolutions() {}

  static void add(Operators t) {
    t.add("Conv", 2, 3, a -> new Conv(Windows.convolution(a)))
        .add("ConvTranspose", 2, 3, a -> new ConvTranspose(Windows.transposed(a)))
        .add("MaxPool", 1, 1, 2, Convolutions::maxPool)
        .add("AveragePool", 1, 1, Convolutions::averagePool)
        .add("LpPool", 1, 1, a -> new LpPool(Windows.pooling(a), norm(a)))
        .add("GlobalAveragePool", 1, 1, a -> new GlobalPool(Reduction.MEAN))
        .add("GlobalMaxPool", 1, 1, a -> new GlobalPool(Reduction.MAX))
        .add("GlobalLpPool", 1, 1, Convolutions::globalLpPool)
        .add("MaxUnpool", 2, 3, Convolutions::maxUnpool);
  }

  private static Op maxPool(Arguments a) {
    MaxPool.Indices indices =
        a.call().outputs() < 2
            ? MaxPool.Indices.NONE
            : a.call().flag("storage_order", false)
                ? MaxPool.Indices.COLUMN_MAJOR
                : MaxPool.Indices.ROW_MAJOR;
    return new MaxPool(Windows.pooling(a), indices);
  }

  private static Op averagePool(Arguments a) {
    return new AveragePool(Windows.pooling(a), a.call().flag("count_include_pad", false));
  }

  /** The order of the norm; a fraction in operator set 1, whole from 2 on. */
  static double norm(Arguments a) {
    Object p = a.call().attributes().get("p");
    return p instanceof Float f ? f : a.call().integer("p", 2);
  }

  private static Op globalLpPool(Arguments a) {
    int[] kernel = a.spatial(0);
    int[] ones = new int[kernel.length];
    Arrays.fill(ones, 1);
    int[] zeros = new int[kernel.length];
    return new LpPool(Window.of(kernel, ones, zeros, zeros, ones), norm(a));
  }

  private static Op maxUnpool(Arguments a) {
    Window window = Windows.pooling(a);
    return a.has(2)
        ? new MaxUnpool(window, Optional.of(Shape.of(a.ints(2))))
        : new MaxUnpool(window);
  }

  static void export(Exports e) {
    e.add(Conv.class, (op, out) -> out.node("Conv", Windows.attributes(op.window())))
        .add(ConvTranspose.class, (op, out) -> out.node("ConvTranspose", transposed(op.window())))
        .add(MaxPool.class, Convolutions::write)
        .add(
            AveragePool.class,
            (op, out) -> {
              Map<String, Object> a = Windows.pooling(op.window());
              a.put("count_include_pad", op.countPadding() ? 1L : 0L);
              out.node("AveragePool", a);
            })
        .add(LpPool.class, Convolutions::write)
        .add(MaxUnpool.class, Convolutions::write)
        .add(GlobalPool.class, Convolutions::write)
        .add(AdaptiveAveragePool.class, Convolutions::write);
  }

  /** Trailing padding below 0 is output padding. */
  private static Map<String, Object> transposed(Window w) {
    int n = w.rank();
    Map<String, Object> a = Windows.attributes(w);
    long[] pads = (long[]) a.get("pads");
    long[] extra = new long[n];
    for (int i = 0; i < n; i++) {
      extra[i] = Math.max(0, -pads[n + i]);
      pads[n + i] += extra[i];
    }
    a.put("output_padding", extra);
    return a;
  }

  private static void write(MaxPool op, Writing out) {
    Map<String, Object> a = Windows.pooling(op.window());
    if (op.indices() == MaxPool.Indices.COLUMN_MAJOR) {
      a.put("storage_order", 1L);
    }
    out.node("MaxPool", a);
  }

  private static void write(LpPool op, Writing out) {
    if (op.p() != Math.rint(op.p())) {
      throw new IllegalArgumentException("p must be a whole number, got " + op.p());
    }
    Map<String, Object> a = Windows.pooling(op.window());
    a.put("p", (long) op.p());
    out.node("LpPool", a);
  }

  private static void write(MaxUnpool op, Writing out) {
    Map<String, Object> a = Windows.attributes(op.window());
    a.remove("dilations");
    a.remove("group");
    out.node(
        "MaxUnpool",
        op.output()
            .map(s -> out.inputsAnd(out.longs(Movements.list(s.dims()))))
            .orElse(out.inputs()),
        a);
  }

  private static void write(GlobalPool op, Writing out) {
    switch (op.how()) {
      case MEAN -> out.node("GlobalAveragePool", with());
      case MAX -> out.node("GlobalMaxPool", with());
      case SUM, MIN, PROD ->
          throw new IllegalArgumentException("ONNX has no global pooling by " + op.how());
    }
  }

  /** Uneven windows as products with matrices of weights, one per spatial axis. */
  private static void write(AdaptiveAveragePool op, Writing out) {
    if (op.sizes().stream().allMatch(s -> s == 1)) {
      out.node("GlobalAveragePool", with());
      return;
    }
    Shape x = out.shape(0);
    if (op.sizes().size() != 2) {
      throw new IllegalArgumentException("two spatial axes are needed, got " + x);
    }
    String left = out.constant(matrix(op.maps(x).get(2), x.dim(2), false));
    String right = out.constant(matrix(op.maps(x).get(3), x.dim(3), true));
    String rows = out.step("MatMul", List.of(left, out.input(0)), with());
    out.node("MatMul", List.of(rows, right), with());
  }

  private static Tensor matrix(Resampling map, int in, boolean transposed) {
    int n = map.taps().size();
    float[] v = new float[n * in];
    for (int o = 0; o < n; o++) {
      Resampling.Taps t = map.taps().get(o);
      for (int k = 0; k < t.positions().length; k++) {
        int i = t.positions()[k];
        v[transposed ? i * n + o : o * in + i] += (float) t.weights()[k];
      }
    }
    return Tensor.of(transposed ? Shape.of(in, n) : Shape.of(n, in), v);
  }
}
