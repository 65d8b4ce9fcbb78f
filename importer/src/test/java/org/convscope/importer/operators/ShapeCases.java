package org.convscope.importer.operators;

import static org.convscope.engine.DType.BOOL;
import static org.convscope.engine.DType.FLOAT;
import static org.convscope.engine.DType.INT32;
import static org.convscope.engine.DType.INT64;
import static org.convscope.importer.operators.OperatorCase.integers;
import static org.convscope.importer.operators.OperatorCase.of;
import static org.convscope.importer.operators.OperatorCase.random;
import static org.convscope.importer.operators.OperatorCase.scalar;
import static org.convscope.importer.operators.OperatorCase.with;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Operators that move elements, or make shapes and indices. */
final class ShapeCases {
  private ShapeCases() {}

  private static final Tensor X = random(2, 3, 4);

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    reshapes(c);
    cuts(c);
    pads(c);
    indices(c);
    made(c);
    return c;
  }

  private static Tensor longs(long... v) {
    return Tensor.longs(v);
  }

  private static void reshapes(List<OperatorCase> c) {
    c.add(of("Reshape", 5, with(), X, longs(0, -1)));
    c.add(of("Reshape", 14, with("allowzero", 1), random(0, 3), longs(3, 0)));
    c.add(of("Reshape", 13, with(), X, longs(4, 1, -1, 2)));
    for (int axis = -2; axis < 4; axis++) {
      c.add(of("Flatten", axis < 0 ? 13 : 9, with("axis", axis), X));
    }
    c.add(of("Squeeze", 11, with("axes", new int[] {0, -1}), random(1, 3, 1)));
    c.add(of("Squeeze", 13, with(), random(1, 3, 1), longs(2)));
    c.add(of("Squeeze", 13, with(), random(1, 3, 1)));
    c.add(of("Unsqueeze", 11, with("axes", new int[] {0, 3}), random(3, 2)));
    c.add(of("Unsqueeze", 13, with(), random(3, 2), longs(-1, 1)));
    c.add(of("Transpose", 13, with(), X));
    c.add(of("Transpose", 1, with("perm", new int[] {1, 2, 0}), X));
    c.add(of("Expand", 8, with(), random(3, 1), longs(2, 1, 4)));
    c.add(of("Expand", 13, with(), random(3, 4), longs(1, 1)));
    c.add(of("Tile", 6, with(), random(2, 3), longs(2, 3)));
    c.add(of("Identity", 13, with(), X));
    c.add(of("DepthToSpace", 11, with("blocksize", 2), random(2, 12, 2, 3)));
    c.add(of("DepthToSpace", 13, with("blocksize", 2, "mode", "CRD"), random(2, 12, 2, 3)));
    c.add(of("SpaceToDepth", 13, with("blocksize", 2), random(2, 3, 4, 6)));
  }

  private static void cuts(List<OperatorCase> c) {
    c.add(of("Concat", 13, with("axis", -2), X, random(2, 5, 4), random(2, 1, 4)));
    c.add(of("Split", 11, with("axis", 1, "split", new int[] {1, 2}), X).giving(FLOAT, FLOAT));
    c.add(of("Split", 11, with("axis", -1), X).giving(FLOAT, FLOAT));
    c.add(of("Split", 13, with("axis", 2), X, longs(1, 3)).giving(FLOAT, FLOAT));
    c.add(of("Split", 13, with("axis", 2), X).giving(FLOAT, FLOAT));
    c.add(of("Split", 18, with("axis", 1, "num_outputs", 2), random(2, 7)).giving(FLOAT, FLOAT));
    int[] starts = {1, -3};
    int[] ends = {3, Integer.MAX_VALUE};
    c.add(of("Slice", 9, with("starts", starts, "ends", ends, "axes", new int[] {1, 2}), X));
    c.add(of("Slice", 9, with("starts", starts, "ends", ends), random(5, 6)));
    c.add(of("Slice", 10, with(), X, longs(0, 1), longs(2, 100)));
    c.add(of("Slice", 13, with(), X, longs(-1, 3), longs(-100, 0), longs(1, -1), longs(-1, -2)));
    c.add(of("Slice", 13, with(), X, longs(3), longs(Long.MIN_VALUE), longs(2), longs(-2)));
    c.add(of("Slice", 13, with(), X, longs(5), longs(9), longs(1)));
  }

  private static void pads(List<OperatorCase> c) {
    int[] pads = {0, 1, 2, 0, 2, 1};
    for (String mode : List.of("constant", "reflect", "edge")) {
      c.add(of("Pad", 2, with("mode", mode, "pads", pads, "value", 1.5f), X));
      c.add(of("Pad", 13, with("mode", mode), X, longs(0, 2, 1, 0, 1, 3)));
    }
    c.add(of("Pad", 11, with(), X, longs(0, -1, 2, 1, 0, -1), scalar(-2.5)));
    c.add(of("Pad", 18, with(), X, longs(1, 2, 3, 0), scalar(0.5), longs(-1, 0)));
    c.add(of("Pad", 18, with(), X, longs(1, 2), null, longs(1)));
    c.add(of("Pad", 19, with("mode", "wrap"), X, longs(0, 1, 2, 1, 2, 3)));
    c.add(of("CenterCropPad", 18, with(), X, longs(3, 2, 7)));
    c.add(of("CenterCropPad", 18, with("axes", new int[] {-1, 1}), X, longs(3, 6)));
  }

  private static void indices(List<OperatorCase> c) {
    c.add(of("Gather", 13, with("axis", 1), X, integers(INT64, Shape.of(2, 2), 0, -1, 2, 1)));
    c.add(of("Gather", 11, with("axis", -1), X, integers(INT32, Shape.of(), 3)));
    c.add(
        of(
            "GatherElements",
            13,
            with("axis", 1),
            X,
            integers(INT64, Shape.of(1, 2, 3), 0, 1, -1, 2, 0, 1)));
    c.add(of("GatherND", 12, with(), X, integers(INT64, Shape.of(2, 2), 0, 1, 1, -1)));
    c.add(
        of(
            "GatherND",
            13,
            with("batch_dims", 1),
            X,
            integers(INT64, Shape.of(2, 2, 1), 2, 0, 1, -1)));
    c.add(
        of(
            "ScatterElements",
            13,
            with("axis", 1),
            X,
            integers(INT64, Shape.of(2, 1, 2), 0, -1, 1, 2),
            random(2, 1, 2)));
    c.add(
        of("ScatterND", 13, with(), X, integers(INT64, Shape.of(2, 2), 0, 1, 1, 2), random(2, 4)));
    Tensor keep = integers(BOOL, Shape.of(3), 1, 0, 1);
    c.add(of("Compress", 11, with("axis", 1), X, keep));
    c.add(of("Compress", 11, with(), X, integers(BOOL, Shape.of(5), 0, 1, 1, 0, 1)));
    c.add(of("ReverseSequence", 10, with("time_axis", 1, "batch_axis", 0), X, longs(2, 3)));
    for (int upper = 0; upper < 2; upper++) {
      c.add(of("Trilu", 14, with("upper", upper), X));
      c.add(of("Trilu", 14, with("upper", upper), X, integers(INT64, Shape.of(), -1)));
    }
    c.add(
        of("OneHot", 11, with("axis", 1), longs(1, -1, 7), scalar(4), OperatorCase.floats(-1, 2)));
    c.add(of("NonZero", 13, with(), OperatorCase.floats(0, 1, 0, -2)).giving(INT64));
  }

  private static void made(List<OperatorCase> c) {
    c.add(of("Shape", 13, with(), X).giving(INT64));
    c.add(of("Shape", 15, with("start", -2, "end", 9), X).giving(INT64));
    c.add(of("Size", 13, with(), X).giving(INT64));
    c.add(of("ConstantOfShape", 9, with(), longs(2, 3)));
    Tensor seven = integers(INT32, Shape.of(1), 7);
    c.add(of("ConstantOfShape", 9, with("value", seven), longs(2)).giving(INT32));
    c.add(of("Range", 11, with(), scalar(1), scalar(4), scalar(0.7)));
    c.add(
        of(
                "Range",
                11,
                with(),
                integers(INT64, Shape.of(), 9),
                integers(INT64, Shape.of(), 1),
                integers(INT64, Shape.of(), -3))
            .giving(INT64));
    c.add(of("EyeLike", 9, with("k", 1), random(3, 5)));
    c.add(of("EyeLike", 9, with("dtype", 6L, "k", -1), random(3, 5)).giving(INT32));
  }
}
