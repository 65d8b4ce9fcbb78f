package org.convscope.importer.operators;

import static org.convscope.engine.DType.BOOL;
import static org.convscope.engine.DType.DOUBLE;
import static org.convscope.engine.DType.FLOAT;
import static org.convscope.engine.DType.INT32;
import static org.convscope.engine.DType.INT64;
import static org.convscope.engine.DType.INT8;
import static org.convscope.engine.DType.UINT8;
import static org.convscope.importer.operators.OperatorCase.floats;
import static org.convscope.importer.operators.OperatorCase.integers;
import static org.convscope.importer.operators.OperatorCase.of;
import static org.convscope.importer.operators.OperatorCase.positive;
import static org.convscope.importer.operators.OperatorCase.random;
import static org.convscope.importer.operators.OperatorCase.scalar;
import static org.convscope.importer.operators.OperatorCase.with;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.ElementType;

/** Operators that work element by element. */
final class ElementCases {
  private ElementCases() {}

  private static final Tensor SPECIAL =
      floats(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -1.5, 2.5, -2.5, 1);

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    functions(c);
    binary(c);
    logic(c);
    types(c);
    return c;
  }

  private static void functions(List<OperatorCase> c) {
    for (String op :
        List.of(
            "Relu",
            "Abs",
            "Neg",
            "Exp",
            "Reciprocal",
            "Floor",
            "Ceil",
            "Round",
            "Sign",
            "Erf",
            "Sigmoid",
            "Tanh",
            "Softplus",
            "Softsign",
            "Sin",
            "Cos",
            "Tan",
            "Atan",
            "Sinh",
            "Cosh",
            "Asinh",
            "LeakyRelu",
            "Elu",
            "Celu",
            "Selu",
            "ThresholdedRelu",
            "HardSigmoid",
            "Shrink",
            "HardSwish")) {
      c.add(of(op, 14, with(), random(2, 3, 5)));
    }
    c.add(of("Log", 13, with(), positive(3, 7)));
    c.add(of("Sqrt", 13, with(), positive(3, 7)));
    c.add(of("Asin", 14, with(), floats(-0.9, 0.1, 0.7)));
    c.add(of("Acos", 14, with(), floats(-0.9, 0.1, 0.7)));
    c.add(of("Atanh", 14, with(), floats(-0.9, 0.1, 0.7)));
    c.add(of("Acosh", 14, with(), floats(1.1, 3, 20)));
    c.add(of("Round", 14, with(), floats(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.4)));
    c.add(of("Relu", 14, with(), floats(-1, 0, 3)));
    c.add(of("LeakyRelu", 16, with("alpha", 0.3f), random(3, 4)));
    c.add(of("Elu", 6, with("alpha", 1.7f), random(3, 4)));
    c.add(of("Celu", 12, with("alpha", 1.7f), random(3, 4)));
    c.add(of("Selu", 6, with("alpha", 1.2f, "gamma", 2.3f), random(3, 4)));
    c.add(of("ThresholdedRelu", 10, with("alpha", 0.4f), random(3, 4)));
    c.add(of("HardSigmoid", 6, with("alpha", 0.4f, "beta", 0.3f), random(3, 4)));
    c.add(of("Shrink", 9, with("lambd", 0.3f, "bias", 0.1f), random(3, 4)));
    c.add(of("Mish", 18, with(), random(3, 4)));
    c.add(of("Swish", 24, with("alpha", 0.7f), random(3, 4)));
    c.add(of("Gelu", 20, with(), random(3, 4)));
    c.add(of("Gelu", 20, with("approximate", "tanh"), random(3, 4)));
    c.add(of("Clip", 7, with("min", -0.5f, "max", 0.7f), random(3, 4)));
    c.add(of("Clip", 7, with("max", 0.2f), random(3, 4)));
    c.add(of("Clip", 11, with(), random(3, 4), scalar(-0.5), scalar(0.7)));
    c.add(of("Clip", 13, with(), random(3, 4), null, scalar(0.7)));
    c.add(of("Clip", 13, with(), random(3, 4), scalar(0.1)));
    Tensor whole = integers(INT64, Shape.of(5), -9, -1, 0, 4, 12);
    c.add(of("Clip", 13, with(), whole, one(INT64, -3), one(INT64, 5)).giving(INT64));
    c.add(of("Abs", 13, with(), whole).giving(INT64));
    c.add(of("Neg", 13, with(), whole).giving(INT64));
    c.add(of("Sign", 13, with(), whole).giving(INT64));
    c.add(of("PRelu", 7, with(), random(2, 3, 4, 5), positive(3, 1, 1)));
    c.add(of("PRelu", 16, with(), random(2, 3, 4), positive(4)));
  }

  private static Tensor one(DType type, long value) {
    return integers(type, Shape.of(), value);
  }

  private static void binary(List<OperatorCase> c) {
    for (String op : List.of("Add", "Sub", "Mul", "Div")) {
      c.add(of(op, 7, with(), random(2, 3, 4), positive(3, 1)));
      c.add(of(op, 14, with(), random(4), positive(2, 1, 4)));
      c.add(
          of(
                  op,
                  14,
                  with(),
                  integers(INT32, Shape.of(2, 2), -7, 7, 9, -9),
                  integers(INT32, Shape.of(2), 2, -4))
              .giving(INT32));
    }
    for (String op : List.of("Sum", "Mean", "Max", "Min")) {
      c.add(of(op, 8, with(), random(2, 3)));
      c.add(of(op, 8, with(), random(2, 3), random(3)));
      c.add(of(op, 13, with(), random(2, 3), random(2, 1), random(1, 3)));
    }
    c.add(
        of(
                "Max",
                13,
                with(),
                integers(INT32, Shape.of(3), 1, -2, 3),
                integers(INT32, Shape.of(1), 0))
            .giving(INT32));
    c.add(of("Pow", 7, with(), positive(2, 3), random(3)));
    c.add(of("Pow", 13, with(), random(2, 3), integers(INT64, Shape.of(3), 2, 0, 3)));
    c.add(
        of("Pow", 13, with(), integers(INT32, Shape.of(3), 2, -3, 4), floats(3, 2, 0.5))
            .giving(INT32));
    Tensor a = integers(INT64, Shape.of(6), -7, 7, -7, 7, 8, -9);
    Tensor b = integers(INT64, Shape.of(6), 3, -3, -3, 3, 4, 3);
    c.add(of("Mod", 13, with(), a, b).giving(INT64));
    c.add(of("Mod", 10, with("fmod", 1), a, b).giving(INT64));
    c.add(of("Mod", 13, with("fmod", 1), floats(-4.3, 7.2, 5), floats(2.1, -3.4, 8)));
    c.add(of("MatMul", 13, with(), random(2, 3, 4), random(4, 5)));
    c.add(of("MatMul", 9, with(), random(3, 1, 2, 4), random(5, 4, 3)));
    c.add(of("MatMul", 13, with(), random(4), random(2, 4, 3)));
    c.add(of("MatMul", 13, with(), random(2, 4), random(4)));
    c.add(of("Gemm", 7, with(), random(3, 4), random(4, 5), random(5)));
    c.add(of("Gemm", 11, with("alpha", 0.5f, "transA", 1), random(4, 3), random(4, 5)));
    c.add(
        of(
            "Gemm",
            13,
            with("alpha", 0.5f, "beta", 2f, "transB", 1),
            random(3, 4),
            random(5, 4),
            random(3, 1)));
  }

  private static void logic(List<OperatorCase> c) {
    for (String op : List.of("Equal", "Greater", "Less")) {
      c.add(of(op, 13, with(), floats(1, 2, 3), floats(2, 2, 2)).giving(BOOL));
      c.add(of(op, 11, with(), SPECIAL, floats(0)).giving(BOOL));
    }
    for (String op : List.of("GreaterOrEqual", "LessOrEqual")) {
      c.add(of(op, 16, with(), floats(1, 2, 3), floats(2)).giving(BOOL));
    }
    Tensor p = integers(BOOL, Shape.of(2, 2), 0, 0, 1, 1);
    Tensor q = integers(BOOL, Shape.of(2), 0, 1);
    for (String op : List.of("And", "Or", "Xor")) {
      c.add(of(op, 7, with(), p, q).giving(BOOL));
    }
    c.add(of("Not", 1, with(), p).giving(BOOL));
    c.add(of("Where", 9, with(), p, random(1, 2), random(2, 1)));
    Tensor bytes = integers(UINT8, Shape.of(4), 1, 7, 129, 255);
    Tensor by = integers(UINT8, Shape.of(4), 1, 2, 3, 4);
    c.add(of("BitShift", 11, with("direction", "LEFT"), bytes, by).giving(UINT8));
    c.add(of("BitShift", 11, with("direction", "RIGHT"), bytes, by).giving(UINT8));
    c.add(of("BitwiseAnd", 18, with(), bytes, by).giving(UINT8));
    c.add(of("BitwiseOr", 18, with(), bytes, by).giving(UINT8));
    c.add(of("BitwiseXor", 18, with(), bytes, by).giving(UINT8));
    c.add(of("BitwiseNot", 18, with(), bytes).giving(UINT8));
    c.add(of("IsNaN", 13, with(), SPECIAL).giving(BOOL));
    c.add(of("IsInf", 10, with(), SPECIAL).giving(BOOL));
    c.add(of("IsInf", 10, with("detect_negative", 0), SPECIAL).giving(BOOL));
  }

  private static void types(List<OperatorCase> c) {
    Tensor x = floats(-1.7, -0.2, 0, 0.9, 2.5, 100.4);
    c.add(of("Cast", 13, with("to", code(INT32)), x).giving(INT32));
    c.add(of("Cast", 13, with("to", code(INT8)), x).giving(INT8));
    c.add(of("Cast", 9, with("to", code(INT64)), x).giving(INT64));
    c.add(of("Cast", 13, with("to", code(BOOL)), x).giving(BOOL));
    c.add(of("Cast", 13, with("to", code(DOUBLE)), x).giving(DOUBLE));
    Tensor whole = integers(INT32, Shape.of(3), -1, 300, 7);
    c.add(of("Cast", 13, with("to", code(FLOAT)), whole));
    c.add(of("Cast", 13, with("to", code(UINT8)), whole).giving(UINT8));
    c.add(of("CastLike", 15, with(), x, whole).giving(INT32));
  }

  private static long code(DType type) {
    return ElementType.of(type).code();
  }
}
