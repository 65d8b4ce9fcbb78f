package org.convscope.autograd.op;

import static org.convscope.autograd.op.Samples.distinct;
import static org.convscope.autograd.op.Samples.positive;
import static org.convscope.autograd.op.Samples.signed;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.convscope.autograd.GradientCheck;
import org.convscope.autograd.Op;
import org.convscope.engine.DType;
import org.convscope.engine.Lrn;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;
import org.convscope.engine.Window.Axis;

/** Ops with inputs to check their gradients on: asymmetric everywhere, away from kinks and ties. */
final class OpCases {
  private OpCases() {}

  /** An op, its inputs, and what of it has a gradient. */
  record Case(Op op, UnaryOperator<GradientCheck> only, List<Tensor> inputs) {
    @Override
    public String toString() {
      return op + " of " + inputs;
    }
  }

  private static Case of(Op op, Tensor... inputs) {
    return new Case(op, c -> c, Arrays.asList(inputs));
  }

  private static Case only(Op op, UnaryOperator<GradientCheck> only, Tensor... inputs) {
    return new Case(op, only, Arrays.asList(inputs));
  }

  static Stream<Case> all() {
    return Stream.of(
            windows(),
            products(),
            normalisations(),
            functions(),
            elementwise(),
            blocks(),
            reductions(),
            movements(),
            resampling(),
            losses())
        .flatMap(s -> s);
  }

  /** Uneven in everything: kernel 3×2, stride 2×1, padding, dilation 1×2. */
  private static final Window UNEVEN = Window.of(new Axis(3, 2, 1, 0, 1), new Axis(2, 1, 0, 2, 2));

  private static final Window POOL = Window.of(new Axis(3, 2, 1, 0, 1), new Axis(2, 1, 0, 1, 1));

  private static Stream<Case> windows() {
    Window line =
        Window.of(new int[] {3}, new int[] {2}, new int[] {1}, new int[] {2}, new int[] {1});
    Window box =
        Window.of(
            new int[] {2, 1, 3},
            new int[] {1, 2, 1},
            new int[] {0, 0, 1},
            new int[] {1, 0, 0},
            new int[] {1, 1, 1});
    Tensor indices =
        new MaxPool(Window.square(2, 2, 0), MaxPool.Indices.ROW_MAJOR)
            .forward(Samples.kernels(), List.of(distinct(2, 3, 4, 6)))
            .outputs()
            .get(1);
    return Stream.of(
        of(new Conv(UNEVEN), signed(2, 3, 6, 5), signed(4, 3, 3, 2), signed(4)),
        of(new Conv(UNEVEN.withGroups(2)), signed(2, 4, 6, 5), signed(6, 2, 3, 2)),
        of(new Conv(UNEVEN.withGroups(3)), signed(1, 3, 5, 4), signed(3, 1, 3, 2), signed(3)),
        of(new Conv(line), signed(2, 3, 7), signed(5, 3, 3), signed(5)),
        of(new Conv(box), signed(1, 2, 3, 4, 5), signed(3, 2, 2, 1, 3), signed(3)),
        of(
            new Conv(Window.of(new Axis(3, 2, -1, 0, 1), new Axis(2, 1, 0, -2, 1))),
            signed(1, 2, 7, 6),
            signed(2, 2, 3, 2)),
        of(new Conv(UNEVEN), signed(2, 17, 14, 9), signed(18, 17, 3, 2), signed(18)),
        of(new ConvTranspose(UNEVEN), signed(2, 4, 3, 4), signed(4, 3, 3, 2), signed(3)),
        of(
            ConvTranspose.of(UNEVEN.withGroups(2), 1, 0),
            signed(1, 4, 3, 5),
            signed(4, 3, 3, 2),
            signed(6)),
        of(ConvTranspose.of(line, 1), signed(2, 3, 4), signed(3, 2, 3)),
        of(new MaxPool(POOL), distinct(2, 3, 5, 6)),
        of(new MaxPool(POOL.withCeil(true), MaxPool.Indices.COLUMN_MAJOR), distinct(1, 2, 6, 5)),
        of(new MaxPool(line), distinct(2, 3, 8)),
        of(new MaxUnpool(Window.square(2, 2, 0)), distinct(2, 3, 2, 3), indices),
        of(
            new MaxUnpool(Window.square(2, 2, 0), Optional.of(Shape.of(2, 3, 5, 7))),
            distinct(2, 3, 2, 3),
            indices),
        of(new AveragePool(POOL, false), signed(2, 3, 5, 6)),
        of(new AveragePool(POOL.withCeil(true), true), signed(2, 3, 6, 5)),
        of(new AdaptiveAveragePool(List.of(3, 4)), signed(2, 3, 7, 5)),
        of(new GlobalPool(Reduction.MEAN), signed(2, 3, 4, 5)),
        of(new GlobalPool(Reduction.MAX), distinct(2, 3, 4, 5)),
        of(new LpPool(POOL, 2), signed(2, 2, 5, 6)),
        of(new LpPool(POOL.withCeil(true), 3), signed(1, 2, 6, 5)));
  }

  private static Stream<Case> blocks() {
    Tensor x = signed(2, 3, 6, 5);
    Tensor weight = signed(4, 3, 3, 2);
    Tensor bias = signed(4);
    Optional<ConvBlock.Sum> first = Optional.of(new ConvBlock.Sum("add", true));
    Optional<ConvBlock.Sum> second = Optional.of(new ConvBlock.Sum("add", false));
    Optional<String> relu = Optional.of("relu");
    return Stream.of(
        of(
            new ConvBlock(UNEVEN, "conv", Optional.empty(), first, relu),
            x,
            weight,
            bias,
            signed(2, 4, 3, 5)),
        of(
            new ConvBlock(UNEVEN, "conv", Optional.empty(), second, Optional.empty()),
            x,
            weight,
            bias,
            signed(4, 1, 1)),
        of(plain(relu), x, weight),
        of(pooled(relu, false), x, weight, bias),
        of(pooled(relu, true), x, weight, bias),
        only(pooled(relu, true), c -> c.by(0), x, weight, bias),
        only(pooled(Optional.empty(), true), c -> c.by(0), x, weight),
        joined(x, signed(16, 3, 3, 2), signed(16), signed(5, 3, 3, 2), signed(5)),
        joined(x, weight, bias, signed(17, 3, 3, 2), signed(17)),
        joined(Optional.of("relu"), x, weight, bias, signed(17, 3, 3, 2), signed(17)));
  }

  private static ConvBlock plain(Optional<String> relu) {
    return new ConvBlock(UNEVEN, "conv", Optional.empty(), Optional.empty(), relu);
  }

  private static MaxPooledConvolution pooled(Optional<String> relu, boolean recorded) {
    return new MaxPooledConvolution(plain(relu), POOL, "pool", recorded);
  }

  /** A rectified and a plain convolution; the vector set joins whole blocks only. */
  private static Case joined(Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2) {
    return joined(Optional.empty(), x, w1, b1, w2, b2);
  }

  private static Case joined(
      Optional<String> relu, Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2) {
    ConvBlock rectified =
        new ConvBlock(UNEVEN, "a", Optional.empty(), Optional.empty(), Optional.of("relu"));
    ConvBlock second = new ConvBlock(UNEVEN, "b", Optional.empty(), Optional.empty(), relu);
    JoinedConvolutions op = new JoinedConvolutions(List.of(rectified, second), "concat");
    return of(op, x, w1, b1, signed(2, 3, 6, 5), w2, b2);
  }

  private static Stream<Case> products() {
    return Stream.of(
        of(new MatMul(), signed(3, 4), signed(4, 5)),
        of(new MatMul(), signed(2, 3, 4), signed(4, 5)),
        of(new MatMul(), signed(3, 4), signed(2, 4, 5)),
        of(new MatMul(), signed(2, 1, 3, 4), signed(5, 4, 2)),
        of(new MatMul(true, false), signed(2, 4, 3), signed(4, 5)),
        of(new MatMul(false, true), signed(2, 3, 4), signed(2, 5, 4)),
        of(new MatMul(true, true), signed(4, 3), signed(5, 4)),
        of(new MatMul(), signed(4), signed(4)),
        of(new MatMul(), signed(4), signed(2, 4, 3)),
        of(new MatMul(), signed(2, 3, 4), signed(4)),
        of(new Linear(), signed(3, 5), signed(4, 5), signed(4)),
        of(new Linear(), signed(2, 3, 5), signed(4, 5)),
        of(new Gemm(1.5, -0.5, false, true), signed(3, 5), signed(4, 5), signed(4)),
        of(new Gemm(1, 1, true, false), signed(5, 3), signed(5, 4), signed(3, 1)),
        of(new Gemm(2, 1, true, true), signed(5, 3), signed(4, 5)));
  }

  private static Stream<Case> normalisations() {
    Tensor x = signed(3, 2, 4, 5);
    return Stream.of(
        only(
            new BatchNorm(1e-3),
            c -> c.by(0, 1, 2),
            x,
            signed(2),
            signed(2),
            signed(2),
            positive(2)),
        only(
            new TrainingBatchNorm(1e-3, 0.1, TrainingBatchNorm.Variance.UNBIASED),
            c -> c.by(0, 1, 2).ofOutputs(0),
            x,
            signed(2),
            signed(2),
            signed(2),
            positive(2)),
        only(
            new TrainingBatchNorm(1e-3, 0.3, TrainingBatchNorm.Variance.BIASED),
            c -> c.by(0, 1, 2).ofOutputs(0),
            signed(5, 3),
            signed(3),
            signed(3),
            signed(3),
            positive(3)),
        of(new LocalResponseNorm(new Lrn(3, 0.5, 0.75, 1)), signed(2, 5, 3, 2)),
        of(new LocalResponseNorm(new Lrn(4, 0.3, 0.6, 2)), signed(2, 7, 2)),
        of(new GroupNorm(2, 1e-3), signed(2, 6, 3, 2), signed(6), signed(6)),
        of(new InstanceNorm(1e-3), signed(2, 3, 4, 3), signed(3), signed(3)),
        of(new LayerNorm(-2, 1e-3), signed(3, 4, 5), signed(4, 5), signed(4, 5)),
        of(new LayerNorm(1, 1e-3), signed(3, 4, 2), signed(2)),
        of(new LpNorm(ReduceNorm.Norm.L2, 1), signed(2, 4, 3)),
        of(new LpNorm(ReduceNorm.Norm.L1, -1), signed(2, 4, 3)),
        of(new Softmax(1), signed(2, 5, 3)),
        of(new Softmax(-1), signed(2, 3, 4)),
        of(new LogSoftmax(0), signed(5, 3)),
        of(new LogSoftmax(-2), signed(2, 4, 3)));
  }

  private static Stream<Case> functions() {
    Stream<Unary> anywhere =
        Stream.of(
            Functions.RELU,
            Functions.NEG,
            Functions.EXP,
            Functions.RECIPROCAL,
            Functions.ABS,
            Functions.FLOOR,
            Functions.CEIL,
            Functions.ROUND,
            Functions.SIGN,
            Functions.SIGMOID,
            Functions.TANH,
            Functions.SOFTPLUS,
            Functions.SOFTSIGN,
            Functions.MISH,
            Functions.GELU,
            Functions.GELU_TANH,
            Functions.HARD_SWISH,
            Functions.ERF,
            Functions.SIN,
            Functions.COS,
            Functions.TAN,
            Functions.ATAN,
            Functions.SINH,
            Functions.COSH,
            Functions.ASINH,
            new Functions.LeakyRelu(0.1),
            new Functions.Elu(0.7),
            new Functions.Selu(),
            new Functions.Celu(1.7),
            new Functions.Swish(1),
            new Functions.Swish(0.4),
            new Functions.HardSigmoid(0.2, 0.5),
            new Functions.ThresholdedRelu(0.15),
            new Functions.Clip(0, 6),
            new Functions.Clip(-0.1, 0.1),
            new Functions.Power(3));
    Stream<Unary> ofPositives =
        Stream.of(
            Functions.LOG, Functions.SQRT, new Functions.Power(0.5), new Functions.Power(-1.3));
    Tensor inside = Tensor.of(Shape.of(3), new double[] {-0.7, 0.2, 0.6});
    Tensor above = Tensor.of(Shape.of(2), new double[] {1.3, 4});
    Tensor wide = Tensor.of(Shape.of(6), new double[] {-7, -3.4, -2.2, 1.6, 3.3, 8.5});
    Stream<Unary> far =
        Stream.of(
            Functions.HARD_SWISH,
            Functions.GELU,
            Functions.MISH,
            Functions.SOFTPLUS,
            new Functions.Clip(0, 6),
            new Functions.HardSigmoid(0.2, 0.5),
            new Functions.Swish(1));
    return Stream.of(
            anywhere.map(f -> of(new Activation(f), signed(3, 7))),
            ofPositives.map(f -> of(new Activation(f), positive(2, 5))),
            Stream.of(Functions.ASIN, Functions.ACOS, Functions.ATANH)
                .map(f -> of(new Activation(f), inside)),
            Stream.of(of(new Activation(Functions.ACOSH), above)),
            far.map(f -> of(new Activation(f), wide)))
        .flatMap(s -> s);
  }

  private static Stream<Case> elementwise() {
    Stream<Case> all =
        Arrays.stream(Arithmetic.values())
            .flatMap(
                f ->
                    Stream.of(
                        of(new Elementwise(f), positive(2, 3, 4), signed(3, 1)),
                        of(new Elementwise(f), positive(3, 1), positive(2, 1, 5))));
    Tensor a = signed(2, 3);
    Tensor b = signed(2, 1, 3);
    Tensor c = signed(3);
    return Stream.concat(
        all,
        Stream.concat(
            Stream.of(
                of(new Elementwise(Arithmetic.PRELU), signed(2, 3, 4), signed(3, 1)),
                of(new Variadic(Variadic.How.SUM), a)),
            Arrays.stream(Variadic.How.values()).map(h -> of(new Variadic(h), a, b, c))));
  }

  private static Stream<Case> reductions() {
    Tensor withZero = Tensor.of(Shape.of(2, 3), new double[] {0.5, 0, -2, 3, 1.5, 0.2});
    Stream<Case> all =
        Arrays.stream(Reduction.values())
            .flatMap(
                how ->
                    Stream.of(
                        of(new Reduce(how, List.of(0, -1), false), distinct(2, 3, 4)),
                        of(new Reduce(how, List.of(1), true), distinct(3, 4, 2)),
                        of(Reduce.all(how), distinct(2, 3))));
    return Stream.concat(
        Stream.concat(all, Stream.of(of(new Reduce(Reduction.PROD, List.of(1), false), withZero))),
        Arrays.stream(ReduceNorm.Norm.values())
            .flatMap(
                n ->
                    Stream.of(
                        of(new ReduceNorm(n, List.of(-2), true), positive(2, 3, 4)),
                        of(new ReduceNorm(n, List.of(), false), positive(2, 3)))));
  }

  private static Stream<Case> movements() {
    Tensor x = signed(2, 3, 4);
    Tensor image = signed(2, 3, 4, 5);
    Slice.Range backwards = new Slice.Range(-1, Long.MAX_VALUE, Long.MIN_VALUE, -2);
    return Stream.concat(
        Arrays.stream(Pad.Mode.values())
            .flatMap(
                m ->
                    Stream.of(
                        of(Pad.image(1, 2, 3, 0, m), image),
                        of(Pad.image(-1, 2, 1, -2, m), image))),
        Stream.of(
            of(new Identity(), x),
            of(new InferenceDropout(0.4), x),
            of(Reshape.to(0, -1), x),
            of(new Flatten(1), image),
            of(new Squeeze(List.of(-2)), signed(2, 1, 3)),
            of(new Unsqueeze(List.of(0, -1)), x),
            of(Transpose.of(2, 0, 1), x),
            of(new Transpose(List.of()), x),
            of(new Expand(Shape.of(5, 2, 3, 4)), signed(3, 1)),
            of(new Tile(List.of(2, 1, 3)), x),
            of(Slice.of(Slice.Range.of(0, 1, 2), backwards), x),
            of(Slice.of(Slice.Range.of(1, -2, 9)), image),
            of(Slice.of(Slice.Range.of(-1, 1, 3)), x),
            only(
                new Gather(1),
                c -> c.by(0),
                x,
                Tensor.of(DType.INT64, Shape.of(2, 2), new long[] {0, -1, 2, 2})),
            of(new Concat(-2), x, signed(2, 1, 4), signed(2, 5, 4)),
            of(new Split(-1, List.of(1, 0, 3)), x),
            of(new DepthToSpace(2, DepthToSpace.Order.DEPTH_COLUMN_ROW), signed(1, 8, 2, 3)),
            of(new DepthToSpace(2, DepthToSpace.Order.COLUMN_ROW_DEPTH), signed(1, 8, 2, 3)),
            of(new SpaceToDepth(2), signed(2, 3, 4, 6))));
  }

  private static Stream<Case> resampling() {
    Tensor image = signed(1, 2, 4, 5);
    return Stream.of(
        of(Resize.image(9, 7, Interpolation.linear(Interpolation.Coordinates.HALF_PIXEL)), image),
        of(Resize.image(3, 8, Interpolation.cubic(Interpolation.Coordinates.ALIGN_CORNERS)), image),
        of(
            new Resize(
                List.of(Resize.Target.scale(-1, 0.6)),
                new Interpolation(
                    Interpolation.Mode.CUBIC,
                    Interpolation.Coordinates.ASYMMETRIC,
                    Interpolation.Rounding.FLOOR,
                    -0.5,
                    true,
                    true)),
            image),
        of(
            new Resize(
                List.of(Resize.Target.scale(2, 2), Resize.Target.scale(3, 1.5)),
                Interpolation.nearest(
                    Interpolation.Coordinates.ASYMMETRIC, Interpolation.Rounding.FLOOR)),
            image),
        of(new InverseFft(4, 6), signed(2, 4, 4, 2)),
        of(new InverseFft(3, 5), signed(2, 1, 3, 3, 2)),
        of(new InverseFft(1, 1), signed(1, 1, 2)));
  }

  private static Stream<Case> losses() {
    Tensor targets = Tensor.of(DType.INT64, Shape.of(3), new long[] {4, 0, 2});
    Tensor maps = Tensor.of(DType.INT64, Shape.of(2, 3), new long[] {1, 0, 2, 3, 0, 1});
    return Stream.of(
        of(new CrossEntropy(CrossEntropy.Over.MEAN, 0), signed(3, 5), targets),
        of(new CrossEntropy(CrossEntropy.Over.SUM, 0.1), signed(3, 5), targets),
        of(new CrossEntropy(CrossEntropy.Over.NONE, 0.2), signed(2, 4, 3), maps),
        of(new TotalVariation(), signed(2, 3, 4, 5)),
        of(new Dropout(0.4, 7), signed(3, 8)));
  }
}
