package org.convscope.importer.operators;

import static org.convscope.engine.DType.FLOAT;
import static org.convscope.engine.DType.INT32;
import static org.convscope.engine.DType.INT64;
import static org.convscope.importer.operators.OperatorCase.floats;
import static org.convscope.importer.operators.OperatorCase.integers;
import static org.convscope.importer.operators.OperatorCase.of;
import static org.convscope.importer.operators.OperatorCase.positive;
import static org.convscope.importer.operators.OperatorCase.random;
import static org.convscope.importer.operators.OperatorCase.with;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Reductions, extrema and running sums. */
final class SumCases {
  private SumCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    for (String op :
        List.of(
            "ReduceSum",
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceL1",
            "ReduceL2",
            "ReduceSumSquare",
            "ReduceLogSum",
            "ReduceLogSumExp")) {
      Tensor x = op.equals("ReduceLogSum") ? positive(2, 3, 4) : random(2, 3, 4);
      c.add(of(op, 11, with("axes", new int[] {0, -1}, "keepdims", 0), x));
      c.add(of(op, 11, with(), x));
      c.add(of(op, 18, with(), x, Tensor.longs(1)));
      c.add(of(op, 18, with("keepdims", 0), x, Tensor.longs(-1, 0)));
      c.add(of(op, 18, with("keepdims", 0), x));
      c.add(of(op, 18, with("noop_with_empty_axes", 1), x));
    }
    c.add(of("ReduceSum", 13, with(), random(2, 3), Tensor.longs(0)));
    Tensor whole = integers(INT32, Shape.of(2, 3), 4, -7, 9, 2, 2, -1);
    for (String op : List.of("ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceMean")) {
      c.add(of(op, 18, with(), whole, Tensor.longs(1)).giving(INT32));
    }
    extrema(c);
    Tensor x = random(2, 3, 4);
    Tensor axis = integers(INT32, Shape.of(), 1);
    for (int i = 0; i < 4; i++) {
      c.add(of("CumSum", 11, with("exclusive", i % 2, "reverse", i / 2), x, axis));
    }
    return c;
  }

  private static void extrema(List<OperatorCase> c) {
    Tensor ties = Tensor.of(Shape.of(2, 4), floats(1, 3, 3, 0, -2, -2, -5, -5).floats());
    for (String op : List.of("ArgMax", "ArgMin")) {
      c.add(of(op, 11, with("axis", 1), random(2, 3, 4)).giving(INT64));
      c.add(of(op, 13, with("axis", -1, "keepdims", 0), ties).giving(INT64));
      c.add(of(op, 13, with("axis", 1, "select_last_index", 1), ties).giving(INT64));
      c.add(of(op, 13, with(), integers(INT32, Shape.of(3), 5, 9, -1)).giving(INT64));
    }
    c.add(of("TopK", 9, with("k", 2, "axis", 1), random(2, 5, 3)).giving(FLOAT, INT64));
    c.add(of("TopK", 10, with(), random(2, 5), Tensor.longs(3)).giving(FLOAT, INT64));
    c.add(
        of("TopK", 11, with("largest", 0, "axis", 0), random(4, 3), Tensor.longs(2))
            .giving(FLOAT, INT64));
  }
}
