package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Op;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.ElementType;

/** Operators that make values out of attributes, shapes and types. */
final class Constants {
  private Constants() {}

  static void add(Operators t) {
    t.add("Constant", 0, 0, Constants::constant)
        .add("ConstantOfShape", 1, 1, Constants::ofShape)
        .add("ConstantFill", 0, 1, Constants::fill)
        .add("Shape", 1, 1, Constants::shape)
        .add("Size", 1, 1, a -> Computed.of(a.call(), in -> int64(in.get(0).size())))
        .add("Range", 3, 3, a -> Computed.of(a.call(), in -> range(in)))
        .add("EyeLike", 1, 1, Constants::eye)
        .add("Cast", 1, 1, a -> new Cast(element(a.call(), "to")))
        .add("CastLike", 2, 2, a -> new Cast(ElementType.of(a.value(1).type())));
  }

  private static Op constant(Arguments a) {
    Call c = a.call();
    Tensor value;
    if (c.has("value")) {
      value = c.tensor("value").orElseThrow();
    } else if (c.has("value_float")) {
      value = Tensor.of(Shape.of(), new float[] {(float) c.number("value_float", 0)});
    } else if (c.has("value_int")) {
      value = int64(c.integer("value_int", 0));
    } else if (c.has("value_floats")) {
      float[] v = c.numbers("value_floats").orElseThrow();
      value = Tensor.of(Shape.of(v.length), v);
    } else if (c.has("value_ints")) {
      value = Tensor.longs(c.integers("value_ints").orElseThrow());
    } else {
      throw new IllegalArgumentException(
          "Constant: a value, value_float, value_int, value_floats or value_ints is needed, got "
              + c.attributes().keySet());
    }
    return Computed.of(c, in -> value);
  }

  private static Tensor int64(long value) {
    return Tensor.of(DType.INT64, Shape.of(), new long[] {value});
  }

  private static Op ofShape(Arguments a) {
    Tensor value = a.call().tensor("value").orElse(Tensor.scalar(DType.FLOAT, 0));
    if (value.size() != 1) {
      throw new IllegalArgumentException(
          "ConstantOfShape: value must have one element, got " + value);
    }
    return Computed.of(a.call(), in -> filled(Shape.of(in.get(0).longs()), value));
  }

  private static Tensor filled(Shape shape, Tensor value) {
    if (value.type().isFloating()) {
      return Tensor.full(value.type(), shape, value.item());
    }
    long[] v = new long[shape.size()];
    Arrays.fill(v, value.longs()[0]);
    return Tensor.of(value.type(), shape, v);
  }

  /** An experimental operator of early files: a constant of a shape given in three ways. */
  private static Op fill(Arguments a) {
    Call c = a.call();
    ElementType type = c.has("dtype") ? element(c, "dtype") : ElementType.FLOAT;
    Tensor value = Tensor.scalar(DType.FLOAT, c.number("value", 0)).cast(type.type());
    return Computed.of(
        c,
        in -> {
          if (in.isEmpty()) {
            return filled(Shape.of(c.integers("shape").orElse(new long[0])), value);
          }
          boolean asShape = c.flag("input_as_shape", false);
          return filled(asShape ? Shape.of(in.get(0).longs()) : in.get(0).shape(), value);
        });
  }

  private static Op shape(Arguments a) {
    long start = a.call().integer("start", 0);
    long end = a.call().integer("end", Long.MAX_VALUE);
    return Computed.of(
        a.call(),
        in -> {
          int[] dims = in.get(0).shape().dims();
          int from = clamped(start, dims.length);
          int to = Math.max(from, clamped(end, dims.length));
          return Tensor.longs(
              Arrays.stream(dims).asLongStream().skip(from).limit(to - from).toArray());
        });
  }

  private static int clamped(long position, int rank) {
    long p = position < 0 ? position + rank : position;
    return (int) Math.max(0, Math.min(rank, p));
  }

  private static Tensor range(List<Tensor> in) {
    Tensor start = in.get(0);
    double step = in.get(2).item();
    if (step == 0) {
      throw new IllegalArgumentException("Range: delta must not be 0, got 0");
    }
    double count = Math.max(0, Math.ceil((in.get(1).item() - start.item()) / step));
    if (!(count < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("Range: the numbers must fit into memory, got " + count);
    }
    Shape shape = Shape.of((int) count);
    if (start.type().isFloating()) {
      double[] v = new double[(int) count];
      for (int i = 0; i < v.length; i++) {
        v[i] = start.item() + i * step;
      }
      return Tensor.of(shape, v).cast(start.type());
    }
    long[] v = new long[(int) count];
    for (int i = 0; i < v.length; i++) {
      v[i] = start.longs()[0] + i * in.get(2).longs()[0];
    }
    return Tensor.of(start.type(), shape, v);
  }

  private static Op eye(Arguments a) {
    long k = a.call().integer("k", 0);
    boolean typed = a.call().has("dtype");
    DType declared = typed ? element(a.call(), "dtype").type() : null;
    return Computed.of(
        a.call(),
        in -> {
          Shape shape = in.get(0).shape();
          if (shape.rank() != 2) {
            throw new IllegalArgumentException("EyeLike: a matrix is needed, got " + in.get(0));
          }
          double[] v = new double[shape.size()];
          for (long row = 0; row < shape.dim(0); row++) {
            if (row + k >= 0 && row + k < shape.dim(1)) {
              v[(int) (row * shape.dim(1) + row + k)] = 1;
            }
          }
          return Tensor.of(shape, v).cast(typed ? declared : in.get(0).type());
        });
  }

  private static ElementType element(Call c, String attribute) {
    if (!c.has(attribute)) {
      throw new IllegalArgumentException(c.opType() + ": attribute " + attribute + " is needed");
    }
    // Before operator set 6 types were written as their names.
    if (c.attributes().get(attribute) instanceof String name) {
      try {
        return ElementType.valueOf(name);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            c.opType() + ": " + attribute + " must be a type of numbers, got " + name, e);
      }
    }
    return ElementType.of(c.integer(attribute, 0));
  }

  static void export(Exports e) {
    e.add(
        Cast.class,
        (op, out) -> out.node("Cast", List.of(out.input(0)), with("to", op.to().code())));
  }
}
