package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.convscope.autograd.Op;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Dropout;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Gather;
import org.convscope.autograd.op.GroupNorm;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.autograd.op.InstanceNorm;
import org.convscope.autograd.op.LayerNorm;
import org.convscope.autograd.op.LocalResponseNorm;
import org.convscope.autograd.op.LogSoftmax;
import org.convscope.autograd.op.LpNorm;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.ReduceNorm;
import org.convscope.autograd.op.Reshape;
import org.convscope.autograd.op.Softmax;
import org.convscope.autograd.op.TrainingBatchNorm;
import org.convscope.engine.DType;
import org.convscope.engine.Lrn;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Normalisations, softmax and dropout. */
final class Normalisations {
  private Normalisations() {}

  static void add(Operators t) {
    t.add("BatchNormalization", 5, 5, 5, Normalisations::batchNorm)
        .add("InstanceNormalization", 3, 3, a -> new InstanceNorm(epsilon(a)))
        .add("GroupNormalization", 3, 3, Normalisations::groupNorm)
        .add("LayerNormalization", 2, 3, 3, Normalisations::layerNorm)
        .add("RMSNormalization", 2, 2, Normalisations::rootMeanSquareNorm)
        .add("LRN", 1, 1, Normalisations::lrn)
        .add("LpNormalization", 1, 1, Normalisations::lpNorm)
        .add("MeanVarianceNormalization", 1, 1, Normalisations::meanVariance)
        .add("Softmax", 1, 1, a -> alongAxis(a, Softmax::new))
        .add("LogSoftmax", 1, 1, a -> alongAxis(a, LogSoftmax::new))
        .add("Hardmax", 1, 1, a -> alongAxis(a, axis -> Extrema.hardmax(a.call(), axis)))
        .add("Dropout", 1, 3, 2, Normalisations::dropout);
  }

  private static double epsilon(Arguments a) {
    return a.call().number("epsilon", 1e-5f);
  }

  private static Op batchNorm(Arguments a) {
    boolean training =
        a.version() >= 14 ? a.call().flag("training_mode", false) : a.call().outputs() > 1;
    if (a.version() < 9 && !a.call().flag("spatial", true)) {
      return Composed.of(a.call(), (tape, in) -> perElement(tape, in, epsilon(a)));
    }
    if (!training) {
      return new BatchNorm(epsilon(a));
    }
    double momentum = 1 - a.call().number("momentum", 0.9f);
    return new TrainingBatchNorm(epsilon(a), momentum, TrainingBatchNorm.Variance.BIASED);
  }

  /** Statistics of every element of an image, as {@code spatial} 0 of early versions has them. */
  private static Variable perElement(Tape tape, List<Variable> in, double epsilon) {
    Variable variance = in.get(4);
    Variable shifted = tape.apply(plus(), variance, constant(tape, variance, epsilon));
    Variable deviation = tape.apply(new Activation(Functions.SQRT), shifted);
    Variable centred = tape.apply(new Elementwise(Arithmetic.SUB), in.get(0), in.get(3));
    Variable normal = tape.apply(new Elementwise(Arithmetic.DIV), centred, deviation);
    return tape.apply(plus(), tape.apply(times(), normal, in.get(1)), in.get(2));
  }

  private static Elementwise plus() {
    return new Elementwise(Arithmetic.ADD);
  }

  private static Elementwise times() {
    return new Elementwise(Arithmetic.MUL);
  }

  private static Variable constant(Tape tape, Variable like, double value) {
    return tape.constant(Tensor.scalar(like.value().type(), value));
  }

  private static Op groupNorm(Arguments a) {
    int groups = a.call().small("num_groups", 0);
    GroupNorm op = new GroupNorm(groups, epsilon(a));
    if (a.version() >= 21) {
      return op;
    }
    // Before version 21 scale and bias have one number per group.
    return Composed.of(
        a.call(),
        (tape, in) -> {
          int channels = in.get(0).value().shape().dim(1);
          int each = Math.max(1, channels / Math.max(1, groups));
          Variable group =
              tape.constant(
                  Tensor.longs(LongStream.range(0, channels).map(c -> c / each).toArray()));
          return tape.apply(
              op,
              in.get(0),
              tape.apply(new Gather(0), in.get(1), group),
              tape.apply(new Gather(0), in.get(2), group));
        });
  }

  private static Op layerNorm(Arguments a) {
    return new LayerNorm(a.call().small("axis", -1), epsilon(a));
  }

  private static Op rootMeanSquareNorm(Arguments a) {
    int axis = a.call().small("axis", -1);
    return Composed.of(
        a.call(),
        (tape, in) -> {
          Shape x = in.get(0).value().shape();
          List<Integer> axes = IntStream.range(x.axis(axis), x.rank()).boxed().toList();
          Variable squares = tape.apply(new Activation(new Functions.Power(2)), in.get(0));
          Variable mean = tape.apply(new Reduce(Reduction.MEAN, axes, true), squares);
          Variable shifted = tape.apply(plus(), mean, constant(tape, mean, epsilon(a)));
          Variable root = tape.apply(new Activation(Functions.SQRT), shifted);
          Variable normal = tape.apply(new Elementwise(Arithmetic.DIV), in.get(0), root);
          return tape.apply(times(), normal, in.get(1));
        });
  }

  private static Op lrn(Arguments a) {
    Call c = a.call();
    return new LocalResponseNorm(
        new Lrn(
            c.small("size", 0),
            c.number("alpha", 1e-4f),
            c.number("beta", 0.75),
            c.number("bias", 1)));
  }

  private static Op lpNorm(Arguments a) {
    ReduceNorm.Norm norm =
        switch (a.call().small("p", 2)) {
          case 1 -> ReduceNorm.Norm.L1;
          case 2 -> ReduceNorm.Norm.L2;
          default ->
              throw new IllegalArgumentException(
                  "LpNormalization: p must be 1 or 2, got " + a.call().small("p", 2));
        };
    return new LpNorm(norm, a.call().small("axis", -1));
  }

  private static Op meanVariance(Arguments a) {
    boolean first = a.version() < 9;
    boolean scaled = !first || a.call().flag("normalize_variance", true);
    int[] absent =
        first && a.call().flag("across_channels", false)
            ? new int[] {0, 1, 2, 3}
            : new int[] {0, 2, 3};
    List<Integer> axes = Movements.list(a.call().smalls("axes").orElse(absent));
    Reduce mean = new Reduce(Reduction.MEAN, axes, true);
    return Composed.of(
        a.call(),
        (tape, in) -> {
          Variable x = in.get(0);
          Variable centred = tape.apply(new Elementwise(Arithmetic.SUB), x, tape.apply(mean, x));
          if (!scaled) {
            return centred;
          }
          Variable squares = tape.apply(new Activation(new Functions.Power(2)), centred);
          Variable deviation =
              tape.apply(new Activation(Functions.SQRT), tape.apply(mean, squares));
          Variable divisor = tape.apply(plus(), deviation, constant(tape, x, 1e-9));
          return tape.apply(new Elementwise(Arithmetic.DIV), centred, divisor);
        });
  }

  private interface Along {
    Op axis(int axis);
  }

  /**
   * An op along the call's axis. Before version 13 that meant: along everything from the axis on,
   * as if the input were a matrix.
   */
  private static Op alongAxis(Arguments a, Along op) {
    if (a.version() >= 13) {
      return op.axis(a.call().small("axis", -1));
    }
    int axis = a.call().small("axis", 1);
    int rank = a.rank(0);
    if (rank > 0 && Math.floorMod(axis, rank) == rank - 1) {
      return op.axis(-1);
    }
    return Composed.of(
        a.call(),
        (tape, in) -> {
          Shape x = in.get(0).value().shape();
          int from = axis < 0 ? axis + x.rank() : axis;
          Shape rows = Shape.of(x.size(0, from), x.size(from, x.rank()));
          Variable y = tape.apply(op.axis(1), tape.apply(Reshape.to(rows), in.get(0)));
          return tape.apply(Reshape.to(x), y);
        });
  }

  private static Op dropout(Arguments a) {
    boolean training = a.version() >= 12 && a.has(2) && a.value(2).item() != 0;
    double rate = a.version() >= 12 ? a.has(1) ? a.number(1) : 0.5 : 0;
    if (training && rate > 0) {
      return new Dropout(rate, a.call().integer("seed", 0));
    }
    if (a.call().outputs() < 2) {
      double declared = a.version() >= 12 ? rate : a.call().number("ratio", 0.5);
      return declared >= 0 && declared < 1 ? new InferenceDropout(declared) : new Identity();
    }
    boolean bool = a.version() >= 10;
    return new Composed(
        a.call(),
        (tape, in) -> {
          Tensor x = in.get(0).value();
          long[] ones = new long[x.size()];
          Arrays.fill(ones, 1);
          Tensor all = Tensor.of(DType.BOOL, x.shape(), ones);
          return List.of(
              tape.apply(new Identity(), in.get(0)),
              tape.constant(bool ? all : all.cast(x.type())));
        });
  }

  static void export(Exports e) {
    e.add(
            BatchNorm.class,
            (op, out) -> out.node("BatchNormalization", with("epsilon", op.epsilon())))
        .add(TrainingBatchNorm.class, Normalisations::write)
        .add(
            InstanceNorm.class,
            (op, out) -> out.node("InstanceNormalization", with("epsilon", op.epsilon())))
        .add(
            GroupNorm.class,
            (op, out) ->
                out.node(
                    "GroupNormalization", with("num_groups", op.groups(), "epsilon", op.epsilon())))
        .add(
            LayerNorm.class,
            (op, out) ->
                out.node("LayerNormalization", with("axis", op.axis(), "epsilon", op.epsilon())))
        .add(LocalResponseNorm.class, Normalisations::write)
        .add(
            LpNorm.class,
            (op, out) ->
                out.node(
                    "LpNormalization",
                    with("axis", op.axis(), "p", op.norm() == ReduceNorm.Norm.L1 ? 1 : 2)))
        .add(Softmax.class, (op, out) -> out.node("Softmax", with("axis", op.axis())))
        .add(LogSoftmax.class, (op, out) -> out.node("LogSoftmax", with("axis", op.axis())))
        .add(
            InferenceDropout.class,
            (op, out) -> out.node("Dropout", List.of(out.input(0), out.number(op.rate())), with()))
        .add(Dropout.class, Normalisations::write);
  }

  private static void write(TrainingBatchNorm op, Writing out) {
    if (op.running() != TrainingBatchNorm.Variance.BIASED) {
      throw new IllegalArgumentException(
          "ONNX's running variance is the biased one, got " + op.running());
    }
    out.node(
        "BatchNormalization",
        with("epsilon", op.epsilon(), "momentum", 1 - op.momentum(), "training_mode", 1));
  }

  private static void write(LocalResponseNorm op, Writing out) {
    Lrn l = op.attributes();
    out.node("LRN", with("size", l.size(), "alpha", l.alpha(), "beta", l.beta(), "bias", l.bias()));
  }

  private static void write(Dropout op, Writing out) {
    String training = out.constant(Tensor.of(DType.BOOL, Shape.of(), new long[] {1}));
    out.node(
        "Dropout", List.of(out.input(0), out.number(op.rate()), training), with("seed", op.seed()));
  }
}
