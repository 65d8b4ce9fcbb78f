package org.convscope.autograd.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.AdaptiveAveragePool;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvTranspose;
import org.convscope.autograd.op.CrossEntropy;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.GroupNorm;
import org.convscope.autograd.op.InstanceNorm;
import org.convscope.autograd.op.Interpolation;
import org.convscope.autograd.op.InverseFft;
import org.convscope.autograd.op.LayerNorm;
import org.convscope.autograd.op.Linear;
import org.convscope.autograd.op.LocalResponseNorm;
import org.convscope.autograd.op.LogSoftmax;
import org.convscope.autograd.op.MatMul;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.Pad;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.Reshape;
import org.convscope.autograd.op.Resize;
import org.convscope.autograd.op.Softmax;
import org.convscope.autograd.op.TotalVariation;
import org.convscope.autograd.op.TrainingBatchNorm;
import org.convscope.autograd.op.Transpose;
import org.convscope.engine.Lrn;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;

/** PyTorch's operators and attribute names in terms of our ops. */
final class ReferenceOps {
  private ReferenceOps() {}

  private static final Map<String, Function<ReferenceCase, Op>> TABLE = table();

  /** Our op for a case. */
  static Op op(ReferenceCase c) {
    Function<ReferenceCase, Op> make = TABLE.get(c.op());
    if (make == null) {
      throw new IllegalArgumentException("reference: no op is known for " + c);
    }
    return make.apply(c);
  }

  /** Names of the op's inputs in our order. */
  static List<String> inputs(ReferenceCase c) {
    Stream<String> all =
        switch (c.op()) {
          case "batch_norm" -> Stream.of("input", "weight", "bias", "running_mean", "running_var");
          case "cross_entropy" -> Stream.of("input", "target");
          default -> Stream.of("input", "weight", "bias", "a", "b", "c", "d");
        };
    return all.filter(c::has).toList();
  }

  private static Map<String, Function<ReferenceCase, Op>> table() {
    Map<String, Function<ReferenceCase, Op>> t = new HashMap<>();
    functions(t);
    t.put("conv1d", c -> new Conv(convolution(c, 1)));
    t.put("conv2d", c -> new Conv(convolution(c, 2)));
    t.put("conv3d", c -> new Conv(convolution(c, 3)));
    t.put(
        "conv_transpose2d",
        c -> ConvTranspose.of(convolution(c, 2), c.integers("output_padding", 2, 0)));
    t.put("linear", c -> new Linear());
    t.put("matmul", c -> new MatMul());
    t.put("max_pool2d", c -> new MaxPool(pooling(c), MaxPool.Indices.ROW_MAJOR));
    t.put(
        "avg_pool2d",
        c -> new AveragePool(pooling(c), c.attributes().path("count_include_pad").asBoolean(true)));
    t.put("adaptive_avg_pool2d", c -> AdaptiveAveragePool.to(c.integers("output_size", 2, 1)));
    t.put("batch_norm", ReferenceOps::batchNorm);
    t.put(
        "local_response_norm",
        c ->
            new LocalResponseNorm(
                new Lrn(
                    c.integer("size", 5),
                    c.number("alpha", 1e-4),
                    c.number("beta", 0.75),
                    c.number("k", 1))));
    t.put(
        "layer_norm",
        c -> new LayerNorm(-c.list("normalized_shape").size(), c.number("eps", 1e-5)));
    t.put("group_norm", c -> new GroupNorm(c.integer("num_groups", 1), c.number("eps", 1e-5)));
    t.put("instance_norm", c -> new InstanceNorm(c.number("eps", 1e-5)));
    t.put("softmax", c -> new Softmax(c.integer("dim", -1)));
    t.put("log_softmax", c -> new LogSoftmax(c.integer("dim", -1)));
    t.put("cross_entropy", ReferenceOps::crossEntropy);
    t.put("cat", c -> new Concat(c.integer("dim", 0)));
    t.put("reshape", c -> Reshape.to(c.integers("shape", 1, -1)));
    t.put("transpose", c -> Transpose.of(c.integers("dims", 1, 0)));
    t.put("permute", c -> Transpose.of(c.integers("dims", 1, 0)));
    t.put("pad", ReferenceOps::pad);
    t.put("interpolate", ReferenceOps::interpolate);
    t.put("total_variation", c -> new TotalVariation());
    t.put("irfft2", c -> new InverseFft(c.integers("s", 2, 0)[0], c.integers("s", 2, 0)[1]));
    for (Reduction how :
        List.of(Reduction.SUM, Reduction.MEAN, Reduction.PROD, Reduction.MAX, Reduction.MIN)) {
      String name = how.name().toLowerCase(Locale.ROOT);
      Function<ReferenceCase, Op> make = c -> new Reduce(how, c.list("dim"), c.flag("keepdim"));
      t.put(name, make);
      t.put("a" + name, make);
    }
    for (Arithmetic f : Arithmetic.values()) {
      t.putIfAbsent(f.name().toLowerCase(Locale.ROOT), c -> new Elementwise(f));
    }
    return t;
  }

  private static void functions(Map<String, Function<ReferenceCase, Op>> t) {
    Map<String, Function<ReferenceCase, Unary>> f = new HashMap<>();
    for (Unary u :
        List.of(
            Functions.RELU,
            Functions.NEG,
            Functions.EXP,
            Functions.LOG,
            Functions.SQRT,
            Functions.RECIPROCAL,
            Functions.ABS,
            Functions.SIGMOID,
            Functions.TANH,
            Functions.SOFTPLUS,
            Functions.SOFTSIGN,
            Functions.MISH,
            Functions.ERF,
            Functions.SIN,
            Functions.COS)) {
      f.put(u.name(), c -> u);
    }
    f.put("relu6", c -> new Functions.Clip(0, 6));
    f.put("hardtanh", c -> new Functions.Clip(c.number("min_val", -1), c.number("max_val", 1)));
    f.put(
        "clamp",
        c ->
            new Functions.Clip(
                c.number("min", Double.NEGATIVE_INFINITY),
                c.number("max", Double.POSITIVE_INFINITY)));
    // The shared case names no slope and was made with 0.1, not with PyTorch's default.
    f.put("leaky_relu", c -> new Functions.LeakyRelu(c.number("negative_slope", 0.1)));
    f.put("elu", c -> new Functions.Elu(c.number("alpha", 1)));
    f.put("celu", c -> new Functions.Celu(c.number("alpha", 1)));
    f.put("selu", c -> new Functions.Selu());
    f.put("silu", c -> new Functions.Swish(1));
    f.put("hardswish", c -> Functions.HARD_SWISH);
    f.put("hardsigmoid", c -> new Functions.HardSigmoid(1 / 6.0, 0.5));
    f.put(
        "gelu",
        c -> c.text("approximate", "none").equals("tanh") ? Functions.GELU_TANH : Functions.GELU);
    f.put("pow", c -> new Functions.Power(c.number("exponent", 2)));
    f.forEach((name, make) -> t.put(name, c -> new Activation(make.apply(c))));
    t.put(
        "pow",
        c -> c.has("b") ? new Elementwise(Arithmetic.POW) : new Activation(f.get("pow").apply(c)));
  }

  private static Window convolution(ReferenceCase c, int rank) {
    Shape weight = c.tensor("weight").shape();
    int[] kernel = IntStream.range(0, rank).map(i -> weight.dim(i + 2)).toArray();
    return window(c, kernel, 1).withGroups(c.integer("groups", 1));
  }

  private static Window pooling(ReferenceCase c) {
    return window(c, c.integers("kernel_size", 2, 1), -1).withCeil(c.flag("ceil_mode"));
  }

  /** A stride of −1 stands for the kernel, which is what pooling takes by default. */
  private static Window window(ReferenceCase c, int[] kernel, int stride) {
    int rank = kernel.length;
    int[] strides =
        c.list("stride").isEmpty() && stride < 0 ? kernel : c.integers("stride", rank, 1);
    int[] dilation = c.integers("dilation", rank, 1);
    int[] begin = c.integers("padding", rank, 0);
    int[] end = begin;
    if (c.text("padding", "").equals("same")) {
      int[] total = IntStream.range(0, rank).map(i -> (kernel[i] - 1) * dilation[i]).toArray();
      begin = Arrays.stream(total).map(p -> p / 2).toArray();
      end = Arrays.stream(total).map(p -> p - p / 2).toArray();
    }
    return Window.of(kernel, strides, begin, end, dilation);
  }

  private static Op batchNorm(ReferenceCase c) {
    double epsilon = c.number("eps", 1e-5);
    return c.flag("training")
        ? new TrainingBatchNorm(
            epsilon, c.number("momentum", 0.1), TrainingBatchNorm.Variance.UNBIASED)
        : new BatchNorm(epsilon);
  }

  private static Op crossEntropy(ReferenceCase c) {
    CrossEntropy.Over over =
        switch (c.text("reduction", "mean")) {
          case "mean" -> CrossEntropy.Over.MEAN;
          case "sum" -> CrossEntropy.Over.SUM;
          default -> CrossEntropy.Over.NONE;
        };
    return new CrossEntropy(over, c.number("label_smoothing", 0));
  }

  /** PyTorch lists begin and end of the last axis first. */
  private static Op pad(ReferenceCase c) {
    int rank = c.tensor("input").shape().rank();
    int[] pads = c.integers("pad", 1, 0);
    Integer[] begin = new Integer[rank];
    Integer[] end = new Integer[rank];
    for (int axis = 0; axis < rank; axis++) {
      int at = 2 * (rank - 1 - axis);
      begin[axis] = at < pads.length ? pads[at] : 0;
      end[axis] = at < pads.length ? pads[at + 1] : 0;
    }
    Pad.Mode mode =
        switch (c.text("mode", "constant")) {
          case "reflect" -> Pad.Mode.REFLECT;
          case "replicate", "edge" -> Pad.Mode.EDGE;
          case "circular", "wrap" -> Pad.Mode.WRAP;
          default -> Pad.Mode.CONSTANT;
        };
    return new Pad(List.of(begin), List.of(end), mode, c.number("value", 0));
  }

  /**
   * PyTorch's interpolate: half-pixel coordinates unless corners are aligned; nearest takes the
   * element below, nearest-exact the nearest one.
   */
  private static Op interpolate(ReferenceCase c) {
    Interpolation.Coordinates coordinates =
        c.flag("align_corners")
            ? Interpolation.Coordinates.ALIGN_CORNERS
            : Interpolation.Coordinates.HALF_PIXEL;
    String mode = c.text("mode", "nearest");
    Interpolation interpolation =
        switch (mode) {
          case "nearest" ->
              Interpolation.nearest(
                  Interpolation.Coordinates.ASYMMETRIC, Interpolation.Rounding.FLOOR);
          case "nearest-exact" ->
              Interpolation.nearest(
                  Interpolation.Coordinates.HALF_PIXEL, Interpolation.Rounding.PREFER_CEIL);
          case "bicubic" -> Interpolation.cubic(coordinates);
          default -> Interpolation.linear(coordinates);
        };
    int rank = c.tensor("input").shape().rank() - 2;
    List<Resize.Target> targets = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      targets.add(
          c.list("size").isEmpty()
              ? Resize.Target.scale(i + 2, scale(c, i))
              : Resize.Target.size(i + 2, c.integers("size", rank, 1)[i]));
    }
    return new Resize(targets, interpolation);
  }

  private static double scale(ReferenceCase c, int axis) {
    JsonNode factor = c.attributes().get("scale_factor");
    return factor.isArray() ? factor.get(axis).asDouble() : factor.asDouble();
  }
}
