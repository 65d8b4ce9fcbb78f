package org.convscope.importer.operators;

import java.util.Arrays;
import java.util.Optional;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvTranspose;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.LpPool;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.MaxUnpool;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;

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
}
