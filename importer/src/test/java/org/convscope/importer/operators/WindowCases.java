package org.convscope.importer.operators;

import static org.convscope.engine.DType.BOOL;
import static org.convscope.engine.DType.FLOAT;
import static org.convscope.engine.DType.INT64;
import static org.convscope.importer.operators.OperatorCase.integers;
import static org.convscope.importer.operators.OperatorCase.of;
import static org.convscope.importer.operators.OperatorCase.positive;
import static org.convscope.importer.operators.OperatorCase.random;
import static org.convscope.importer.operators.OperatorCase.scalar;
import static org.convscope.importer.operators.OperatorCase.with;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Convolution, pooling, normalisation and dropout. */
final class WindowCases {
  private WindowCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    convolutions(c);
    transposed(c);
    pools(c);
    norms(c);
    softmax(c);
    return c;
  }

  private static int[] of2(int a, int b) {
    return new int[] {a, b};
  }

  private static int[] pads(int a, int b, int c, int d) {
    return new int[] {a, b, c, d};
  }

  private static Map<String, Object> and(Map<String, Object> first, Object... more) {
    Map<String, Object> all = new LinkedHashMap<>(first);
    all.putAll(with(more));
    return all;
  }

  private static void convolutions(List<OperatorCase> c) {
    Tensor x = random(2, 4, 9, 11);
    c.add(of("Conv", 1, with(), x, random(6, 4, 3, 2), random(6)));
    c.add(
        of(
            "Conv",
            11,
            with(
                "strides", of2(2, 3), "pads", pads(1, 0, 2, 1), "dilations", of2(1, 2), "group", 2),
            x,
            random(6, 2, 3, 2)));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      c.add(
          of(
              "Conv",
              11,
              with("auto_pad", auto, "strides", of2(2, 3), "kernel_shape", of2(3, 4)),
              x,
              random(5, 4, 3, 4),
              random(5)));
    }
    c.add(of("Conv", 11, with("group", 4, "pads", pads(1, 1, 1, 1)), x, random(4, 1, 3, 3)));
    c.add(
        of(
            "Conv",
            11,
            with("strides", new int[] {2}),
            random(2, 3, 10),
            random(4, 3, 3),
            random(4)));
    c.add(
        of(
            "Conv",
            11,
            with("dilations", new int[] {1, 2, 1}),
            random(1, 2, 5, 6, 4),
            random(3, 2, 2, 2, 3)));
  }

  private static void transposed(List<OperatorCase> c) {
    Tensor x = random(2, 4, 5, 6);
    Tensor w = random(4, 3, 3, 2);
    c.add(of("ConvTranspose", 11, with(), x, w, random(3)));
    c.add(
        of(
            "ConvTranspose",
            11,
            with("strides", of2(3, 2), "pads", pads(1, 0, 2, 1), "output_padding", of2(2, 1)),
            x,
            w));
    c.add(of("ConvTranspose", 11, with("group", 2, "dilations", of2(2, 1)), x, w));
    c.add(of("ConvTranspose", 11, with("strides", of2(3, 2), "output_shape", of2(16, 13)), x, w));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER")) {
      c.add(of("ConvTranspose", 11, with("auto_pad", auto, "strides", of2(2, 1)), x, w));
    }
    c.add(
        of("ConvTranspose", 11, with("strides", new int[] {2}), random(1, 2, 4), random(2, 3, 3)));
  }

  private static void pools(List<OperatorCase> c) {
    Tensor x = random(2, 3, 9, 11);
    Map<String, Object> window =
        with("kernel_shape", of2(3, 2), "strides", of2(2, 3), "pads", pads(1, 0, 1, 1));
    for (int opset : new int[] {8, 10, 12, 22}) {
      c.add(of("MaxPool", opset, window, x));
      c.add(of("MaxPool", opset, window, x).giving(FLOAT, INT64));
    }
    c.add(of("MaxPool", 12, and(window, "storage_order", 1), x).giving(FLOAT, INT64));
    c.add(of("MaxPool", 12, and(window, "ceil_mode", 1), x));
    c.add(of("MaxPool", 12, and(window, "ceil_mode", 1, "dilations", of2(2, 3)), x));
    c.add(of("MaxPool", 12, with("kernel_shape", new int[] {3}), random(2, 3, 8)));
    c.add(of("MaxPool", 12, with("kernel_shape", new int[] {2, 3, 2}), random(1, 2, 5, 6, 4)));
    for (int include = 0; include < 2; include++) {
      Map<String, Object> a = and(window, "count_include_pad", include);
      c.add(of("AveragePool", 7, a, x));
      c.add(of("AveragePool", 11, and(a, "ceil_mode", 1), x));
      c.add(of("AveragePool", 19, and(a, "dilations", of2(2, 1)), x));
    }
    for (String op : List.of("MaxPool", "AveragePool", "LpPool")) {
      for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
        c.add(
            of(op, 11, with("auto_pad", auto, "kernel_shape", of2(3, 4), "strides", of2(2, 3)), x));
      }
    }
    c.add(of("LpPool", 11, and(window, "p", 1), x));
    c.add(of("LpPool", 11, and(window, "p", 3), x));
    c.add(of("LpPool", 18, and(window, "dilations", of2(2, 1), "p", 2), x));
    for (String op : List.of("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")) {
      c.add(of(op, 2, with(), x));
      c.add(of(op, 2, with(), random(2, 3, 5)));
    }
    Tensor indices = integers(INT64, Shape.of(1, 1, 2, 2), 5, 7, 13, 15);
    c.add(
        of(
            "MaxUnpool",
            11,
            with("kernel_shape", of2(2, 2), "strides", of2(2, 2)),
            random(1, 1, 2, 2),
            indices));
  }

  private static void norms(List<OperatorCase> c) {
    Tensor x = random(2, 4, 5, 3);
    Tensor[] four = {positive(4), random(4), random(4), positive(4)};
    for (int opset : new int[] {7, 9, 14, 15}) {
      c.add(
          of(
              "BatchNormalization",
              opset,
              with("epsilon", 1e-3f),
              x,
              four[0],
              four[1],
              four[2],
              four[3]));
    }
    c.add(
        of(
                "BatchNormalization",
                15,
                with("training_mode", 1, "momentum", 0.7f),
                x,
                four[0],
                four[1],
                four[2],
                four[3])
            .giving(FLOAT, FLOAT, FLOAT));
    c.add(of("InstanceNormalization", 6, with("epsilon", 1e-2f), x, positive(4), random(4)));
    c.add(of("GroupNormalization", 18, with("num_groups", 2), x, positive(2), random(2)));
    c.add(of("GroupNormalization", 21, with("num_groups", 2), x, positive(4), random(4)));
    c.add(
        of("LayerNormalization", 17, with("axis", 2), x, positive(5, 3), random(5, 3))
            .giving(FLOAT, FLOAT, FLOAT));
    c.add(of("LayerNormalization", 17, with(), x, positive(3)));
    for (int size = 1; size < 6; size += 2) {
      c.add(
          of(
              "LRN",
              13,
              with("size", size, "alpha", 0.3f, "beta", 0.6f, "bias", 1.5f),
              random(2, 7, 3, 2)));
    }
    c.add(of("LpNormalization", 1, with("p", 1, "axis", 1), x));
    c.add(of("LpNormalization", 1, with("axis", -1), x));
    c.add(of("MeanVarianceNormalization", 9, with(), x));
    c.add(of("MeanVarianceNormalization", 13, with("axes", of2(1, 3)), x));
    c.add(of("Dropout", 7, with("ratio", 0.3f), x));
    c.add(of("Dropout", 13, with(), x).giving(FLOAT, BOOL));
    c.add(of("Dropout", 13, with(), x, scalar(0.2)));
  }

  private static void softmax(List<OperatorCase> c) {
    Tensor x = random(2, 3, 4, 5);
    for (String op : List.of("Softmax", "LogSoftmax", "Hardmax")) {
      for (int axis = -1; axis < 4; axis++) {
        c.add(of(op, 11, with("axis", axis), x));
        c.add(of(op, 13, with("axis", axis), x));
      }
      c.add(of(op, 11, with(), random(3, 4)));
    }
  }
}
