package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Op;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Gemm;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.Linear;
import org.convscope.autograd.op.MatMul;
import org.convscope.autograd.op.Reshape;
import org.convscope.autograd.op.Variadic;
import org.convscope.engine.Binary;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Functions of two or more tensors, element by element, and matrix products. */
final class Arithmetics {
  private Arithmetics() {}

  private static final Map<Variadic.How, Arithmetic> OF_TWO =
      Map.of(
          Variadic.How.SUM, Arithmetic.ADD,
          Variadic.How.MAX, Arithmetic.MAX,
          Variadic.How.MIN, Arithmetic.MIN);

  static void add(Operators t) {
    t.add("Add", 2, 2, a -> binary(a, Arithmetic.ADD))
        .add("Sub", 2, 2, a -> binary(a, Arithmetic.SUB))
        .add("Mul", 2, 2, a -> binary(a, Arithmetic.MUL))
        .add("Div", 2, 2, a -> binary(a, Arithmetic.DIV))
        .add("Pow", 2, 2, Arithmetics::pow)
        .add("Mod", 2, 2, Arithmetics::mod)
        .add("PRelu", 2, 2, Arithmetics::prelu)
        .add("Sum", 1, Operators.ANY, a -> variadic(a, Variadic.How.SUM))
        .add("Mean", 1, Operators.ANY, a -> variadic(a, Variadic.How.MEAN))
        .add("Max", 1, Operators.ANY, a -> variadic(a, Variadic.How.MAX))
        .add("Min", 1, Operators.ANY, a -> variadic(a, Variadic.How.MIN))
        .add("Where", 3, 3, a -> new Assembled(a.call(), Arithmetics::where))
        .add("MatMul", 2, 2, a -> new MatMul())
        .add("Gemm", 2, 3, Arithmetics::gemm);
  }

  private static Op binary(Arguments a, Arithmetic f) {
    OldBroadcast broadcast = OldBroadcast.of(a.call());
    if (broadcast.axis() == null) {
      return new Elementwise(f);
    }
    return Composed.of(
        a.call(),
        (tape, in) -> {
          Shape second = broadcast.aligned(in.get(0).value().shape(), in.get(1).value().shape());
          return tape.apply(
              new Elementwise(f), in.get(0), tape.apply(Reshape.to(second), in.get(1)));
        });
  }

  private static Op pow(Arguments a) {
    return a.version() < 12
        ? binary(a, Arithmetic.POW)
        : Composed.of(a.call(), (tape, in) -> mixedPower(tape, in.get(0), in.get(1)));
  }

  /** Since version 12 base and exponent may have two types; the result has the base's. */
  private static Variable mixedPower(Tape tape, Variable base, Variable exponent) {
    Tensor b = base.value();
    Tensor e = exponent.value();
    if (b.type() == e.type()) {
      return tape.apply(new Elementwise(Arithmetic.POW), base, exponent);
    }
    if (b.type().isFloating()) {
      return tape.apply(new Elementwise(Arithmetic.POW), base, tape.constant(e.cast(b.type())));
    }
    Tensor power =
        tape.kernels().combine(Arithmetic.POW, b.cast(DType.DOUBLE), e.cast(DType.DOUBLE));
    return tape.constant(power.cast(b.type()));
  }

  private static Op prelu(Arguments a) {
    if (a.version() >= 7) {
      return new Elementwise(Arithmetic.PRELU);
    }
    return Composed.of(
        a.call(),
        (tape, in) -> {
          Shape slopes = slopes(in.get(0).value().shape(), in.get(1).value().shape());
          Variable slope = tape.apply(Reshape.to(slopes), in.get(1));
          return tape.apply(new Elementwise(Arithmetic.PRELU), in.get(0), slope);
        });
  }

  /** Before version 7 a slope was one number, or one per channel. */
  static Shape slopes(Shape x, Shape slope) {
    int[] dims = new int[Math.max(1, x.rank() - 1)];
    Arrays.fill(dims, 1);
    dims[0] = slope.size();
    return Shape.of(dims);
  }

  private static Op variadic(Arguments a, Variadic.How how) {
    if (a.count() == 1) {
      return new Identity();
    }
    return a.count() == 2 && OF_TWO.containsKey(how)
        ? new Elementwise(OF_TWO.get(how))
        : new Variadic(how);
  }

  private static Op gemm(Arguments a) {
    return new Gemm(
        a.call().number("alpha", 1),
        a.call().number("beta", 1),
        a.call().flag("transA", false),
        a.call().flag("transB", false));
  }

  /** Remainders; of whole numbers mostly, so no gradient is provided. */
  private static Op mod(Arguments a) {
    Remainder f = new Remainder(a.call().flag("fmod", false));
    return Computed.withoutGradient(
        a.call(), (kernels, in) -> kernels.combine(f, in.get(0), in.get(1)));
  }

  /**
   * The remainder of a division.
   *
   * @param truncated with the dividend's sign, as C's fmod; otherwise with the divisor's, as
   *     Python's
   */
  private record Remainder(boolean truncated) implements Binary {
    @Override
    public String name() {
      return "mod";
    }

    @Override
    public double at(double a, double b) {
      double r = a % b;
      return truncated || r == 0 || r < 0 == b < 0 ? r : r + b;
    }

    @Override
    public long at(long a, long b) {
      return truncated ? a % b : Math.floorMod(a, b);
    }
  }

  private static Assembled.Parts where(List<Tensor> in) {
    long[] condition = in.get(0).longs();
    Shape x = in.get(1).shape();
    Shape y = in.get(2).shape();
    Shape shape = in.get(0).shape().broadcast(x).broadcast(y);
    int[] fromCondition = Stretch.indices(in.get(0).shape(), shape);
    int[] fromX = Stretch.indices(x, shape);
    int[] fromY = Stretch.indices(y, shape);
    for (int i = 0; i < fromX.length; i++) {
      if (condition[fromCondition[i]] != 0) {
        fromY[i] = Assembled.NOTHING;
      } else {
        fromX[i] = Assembled.NOTHING;
      }
    }
    return new Assembled.Parts(shape, Map.of(1, fromX, 2, fromY), List.of());
  }

  private static final Map<Arithmetic, String> NAMES =
      Map.of(
          Arithmetic.ADD, "Add",
          Arithmetic.SUB, "Sub",
          Arithmetic.MUL, "Mul",
          Arithmetic.DIV, "Div",
          Arithmetic.POW, "Pow",
          Arithmetic.MAX, "Max",
          Arithmetic.MIN, "Min",
          Arithmetic.PRELU, "PRelu");

  static void export(Exports e) {
    e.add(Elementwise.class, (op, out) -> out.node(NAMES.get(op.f()), with()))
        .add(Variadic.class, (op, out) -> out.node(name(op.how()), with()))
        .add(MatMul.class, Arithmetics::writeProduct)
        .add(Linear.class, (op, out) -> writeLinear(out))
        .add(
            Gemm.class,
            (op, out) ->
                out.node(
                    "Gemm",
                    with(
                        "alpha", op.alpha(),
                        "beta", op.beta(),
                        "transA", op.transposeA(),
                        "transB", op.transposeB())));
  }

  private static String name(Variadic.How how) {
    return switch (how) {
      case SUM -> "Sum";
      case MEAN -> "Mean";
      case MAX -> "Max";
      case MIN -> "Min";
    };
  }

  private static void writeProduct(MatMul op, Writing out) {
    out.node(
        "MatMul",
        List.of(
            op.transposeA() ? transposed(out, 0) : out.input(0),
            op.transposeB() ? transposed(out, 1) : out.input(1)),
        with());
  }

  /** An input with its last two axes exchanged. */
  private static String transposed(Writing out, int input) {
    int rank = out.shape(input).rank();
    long[] order = new long[rank];
    Arrays.setAll(order, i -> i < rank - 2 ? i : 2L * rank - 3 - i);
    return out.step("Transpose", List.of(out.input(input)), with("perm", order));
  }

  private static void writeLinear(Writing out) {
    String weight = out.step("Transpose", List.of(out.input(1)), with("perm", new long[] {1, 0}));
    if (out.inputs().size() < 3 || out.input(2).isEmpty()) {
      out.node("MatMul", List.of(out.input(0), weight), with());
    } else {
      String product = out.step("MatMul", List.of(out.input(0), weight), with());
      out.node("Add", List.of(product, out.input(2)), with());
    }
  }
}
