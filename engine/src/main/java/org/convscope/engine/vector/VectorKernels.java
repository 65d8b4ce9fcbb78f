package org.convscope.engine.vector;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.Binary;
import org.convscope.engine.Buffers;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.ChannelSums;
import org.convscope.engine.ChannelTerm;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Lrn;
import org.convscope.engine.Moments;
import org.convscope.engine.Pooled;
import org.convscope.engine.PooledConvolution;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Switches;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;

/**
 * Kernels on the Java Vector API, for float images: NCHW16c in, NCHW16c out, so that a network
 * stays in that layout from its first convolution to its last. What has no fast form here goes to
 * the scalar kernels: double and integers, windows that are not 2-D, empty tensors, odd axes.
 */
public final class VectorKernels implements Kernels {
  private final Workers workers;
  private final Buffers buffers;
  private final Algorithms algorithms;
  private final Kernels scalar;
  private final ForwardConvolution forward;
  private final InputGradient inputGradient;
  private final WeightGradient weightGradient;
  private final DepthwiseWeightGradient depthwiseWeightGradient;
  private final PlanarWeightGradient planarWeightGradient;
  private final Gemm gemm;
  private final MaxPool maxPool;
  private final MaxPooledConvolution maxPooled;
  private final AveragePool averagePool;
  private final ChannelReductions channels;
  private final LocalResponse localResponse;
  private final Elementwise elementwise;
  private final Arrangement arrangement;
  private final Stretch stretch;

  /** The last transform: its roots of unity are the same in every step of an ascent. */
  private volatile PlaneFft fft;

  /** Kernels that compute on {@code workers} and take float arrays from {@code buffers}. */
  public VectorKernels(Workers workers, Buffers buffers) {
    this(workers, buffers, Algorithms.FASTEST);
  }

  /** Kernels restricted to some algorithms. */
  public VectorKernels(Workers workers, Buffers buffers, Algorithms algorithms) {
    this.workers = workers;
    this.buffers = buffers;
    this.algorithms = algorithms;
    scalar = new ScalarKernels(workers, buffers);
    forward = new ForwardConvolution(workers, buffers, algorithms == Algorithms.FASTEST);
    inputGradient = new InputGradient(workers, buffers, algorithms != Algorithms.DIRECT);
    weightGradient = new WeightGradient(workers, buffers);
    depthwiseWeightGradient = new DepthwiseWeightGradient(workers, buffers);
    planarWeightGradient = new PlanarWeightGradient(workers, buffers);
    gemm = new Gemm(workers, buffers);
    maxPool = new MaxPool(workers, buffers);
    maxPooled = new MaxPooledConvolution(workers, buffers, forward);
    averagePool = new AveragePool(workers, buffers);
    channels = new ChannelReductions(workers, buffers);
    localResponse = new LocalResponse(workers, buffers);
    elementwise = new Elementwise(workers, buffers);
    arrangement = new Arrangement(workers, buffers);
    stretch = new Stretch(workers, buffers);
    Warmup.start();
  }

  /**
   * Has the most used register tiles compiled in a thread of their own, before there is anything to
   * compute; for a JVM that compiles a kernel when it is first called and lets the caller wait
   * ({@code -XX:CompileCommand=BackgroundCompilation,…,false}), so that the other tiles need no
   * preparation. Elsewhere the first kernel set prepares them all.
   */
  public static void warmUp() {
    Warmup.startMain();
  }

  @Override
  public String name() {
    return algorithms == Algorithms.DIRECT ? "direct" : "vector";
  }

  @Override
  public Kernels tracking() {
    return algorithms == Algorithms.FASTEST
        ? new VectorKernels(workers, buffers, Algorithms.DIRECT_VALUES)
        : this;
  }

  @Override
  public Workers workers() {
    return workers;
  }

  @Override
  public Buffers buffers() {
    return buffers;
  }

  private static boolean isFloat(Tensor x) {
    return x.type() == DType.FLOAT && x.size() > 0;
  }

  private static boolean isImage(Tensor x) {
    return isFloat(x) && x.shape().rank() == 4;
  }

  /** True for images that are blocked already: other layouts are not worth converting. */
  private static boolean isBlocked(Tensor x) {
    return isImage(x) && x.isBlocked();
  }

  private static boolean crops(Window window) {
    return window.axes().stream().anyMatch(a -> a.padBegin() < 0 || a.padEnd() < 0);
  }

  @Override
  public Tensor convolution(
      Tensor x, Tensor weight, Optional<Tensor> bias, Window window, Epilogue epilogue) {
    return isImage(x) && isFloat(weight)
        ? forward.run(x, weight, bias, window, epilogue)
        : scalar.convolution(x, weight, bias, window, epilogue);
  }

  @Override
  public Tensor joined(List<ConvolutionCall> parts) {
    boolean fast = parts.stream().allMatch(p -> isImage(p.x()) && isFloat(p.weight()));
    return fast && ForwardConvolution.joins(parts)
        ? forward.joined(parts)
        : Kernels.super.joined(parts);
  }

  @Override
  public Tensor maxPooled(ConvolutionCall call, Window pool) {
    return isImage(call, pool) && MaxPooledConvolution.applies(call, pool)
        ? maxPooled.run(call, pool)
        : Kernels.super.maxPooled(call, pool);
  }

  @Override
  public PooledConvolution recordedMaxPooled(ConvolutionCall call, Window pool) {
    return isImage(call, pool) && MaxPooledConvolution.goesBack(call, pool)
        ? maxPooled.recorded(call, pool)
        : Kernels.super.recordedMaxPooled(call, pool);
  }

  private static boolean isImage(ConvolutionCall call, Window pool) {
    return isImage(call.x()) && isFloat(call.weight()) && !crops(pool);
  }

  @Override
  public Tensor convolutionInputGradient(Tensor gy, Tensor weight, Window window, Shape input) {
    return isImage(gy) && isFloat(weight) && input.size() > 0
        ? inputGradient.run(gy, weight, window, input)
        : scalar.convolutionInputGradient(gy, weight, window, input);
  }

  @Override
  public Tensor convolutionInputGradient(
      ChannelSlice gy, Tensor weight, Window window, Shape input, GradientEpilogue epilogue) {
    boolean images = isImage(gy.whole()) && isFloat(weight) && input.size() > 0 && gy.length() > 0;
    return images && InputGradient.applies(gy, window, input)
        ? inputGradient.run(gy, weight, window, input, epilogue)
        : Kernels.super.convolutionInputGradient(gy, weight, window, input, epilogue);
  }

  @Override
  public Tensor ended(Tensor gx, GradientEpilogue epilogue) {
    return isFloat(gx) ? elementwise.ended(gx, epilogue) : Kernels.super.ended(gx, epilogue);
  }

  @Override
  public Tensor convolutionWeightGradient(Tensor x, Tensor gy, Window window, Shape weight) {
    if (!isImage(x) || !isImage(gy) || weight.size() == 0) {
      return scalar.convolutionWeightGradient(x, gy, window, weight);
    }
    if (Depthwise.applies(weight, window)) {
      return depthwiseWeightGradient.run(x, gy, window, weight);
    }
    return isPlanar(x, window)
        ? planarWeightGradient.run(x, gy, window, weight)
        : weightGradient.run(x, ChannelSlice.all(gy), window, weight);
  }

  @Override
  public Tensor convolutionWeightGradient(Tensor x, ChannelSlice gy, Window window, Shape weight) {
    boolean readable =
        isImage(x)
            && isImage(gy.whole())
            && weight.size() > 0
            && Planes.hold(gy)
            && !Depthwise.applies(weight, window)
            && !isPlanar(x, window);
    return readable
        ? weightGradient.run(x, gy, window, weight)
        : Kernels.super.convolutionWeightGradient(x, gy, window, weight);
  }

  private static boolean isPlanar(Tensor x, Window window) {
    return window.groups() == 1 && x.shape().dim(1) <= ForwardConvolution.PLANAR_CHANNELS;
  }

  @Override
  public Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
    return isFloat(a) && isFloat(b) && a.shape().rank() >= 2 && b.shape().rank() >= 2
        ? gemm.product(a, transposeA, b, transposeB)
        : scalar.matmul(a, transposeA, b, transposeB);
  }

  @Override
  public Pooled maxPool(Tensor x, Window window) {
    return isImage(x) && !crops(window) ? maxPool.run(x, window) : scalar.maxPool(x, window);
  }

  @Override
  public Tensor unpool(Tensor y, Switches switches, Shape input) {
    return isBlocked(y) && input.size() > 0
        ? maxPool.unpool(y, switches, input)
        : scalar.unpool(y, switches, input);
  }

  @Override
  public Tensor gather(Tensor x, Switches switches) {
    return isBlocked(x) && switches.shape().size() > 0
        ? maxPool.gather(x, switches)
        : scalar.gather(x, switches);
  }

  @Override
  public Tensor averagePool(Tensor x, Window window, boolean countPadding) {
    return isImage(x) && !crops(window)
        ? averagePool.run(x, window, countPadding)
        : scalar.averagePool(x, window, countPadding);
  }

  @Override
  public Tensor averagePoolGradient(Tensor gy, Window window, boolean countPadding, Shape input) {
    return isImage(gy) && !crops(window) && input.size() > 0
        ? averagePool.gradient(gy, window, countPadding, input)
        : scalar.averagePoolGradient(gy, window, countPadding, input);
  }

  @Override
  public Tensor affine(Tensor x, Tensor scale, Tensor shift) {
    return isImage(x) ? channels.affine(x, scale, shift) : scalar.affine(x, scale, shift);
  }

  @Override
  public Tensor affineSum(ChannelTerm x, ChannelTerm y, Tensor shift) {
    return isImage(x.value()) ? channels.affineSum(x, y, shift) : scalar.affineSum(x, y, shift);
  }

  @Override
  public ChannelSums channelSums(Tensor a, Tensor b) {
    return isImage(a) ? channels.sumAndDot(a, b) : scalar.channelSums(a, b);
  }

  @Override
  public Moments channelMoments(Tensor x) {
    return isImage(x) ? channels.moments(x) : scalar.channelMoments(x);
  }

  @Override
  public Tensor channelDot(Tensor a, Tensor b) {
    return isImage(a) ? channels.dot(a, b) : scalar.channelDot(a, b);
  }

  @Override
  public Tensor channelSum(Tensor x) {
    return isImage(x) ? channels.sum(x) : scalar.channelSum(x);
  }

  @Override
  public Tensor lrn(Tensor x, Lrn attributes) {
    return isImage(x) ? localResponse.forward(x, attributes) : scalar.lrn(x, attributes);
  }

  @Override
  public Tensor lrnGradient(Tensor x, Tensor gy, Lrn attributes) {
    return isImage(x)
        ? localResponse.gradient(x, gy, attributes)
        : scalar.lrnGradient(x, gy, attributes);
  }

  @Override
  public Tensor softmax(Tensor x, int axis) {
    return scalar.softmax(x, axis);
  }

  @Override
  public Tensor logSoftmax(Tensor x, int axis) {
    return scalar.logSoftmax(x, axis);
  }

  @Override
  public Tensor map(Unary f, Tensor x) {
    return isFloat(x) ? elementwise.map(f, x) : scalar.map(f, x);
  }

  @Override
  public Tensor mapGradient(Unary f, Tensor x, Tensor y, Tensor gy) {
    return isFloat(x) ? elementwise.mapGradient(f, x, y, gy) : scalar.mapGradient(f, x, y, gy);
  }

  @Override
  public Tensor combine(Binary f, Tensor a, Tensor b) {
    Tensor fast = isFloat(a) && isFloat(b) ? elementwise.combine(f, a, b) : null;
    return fast != null ? fast : scalar.combine(f, a, b);
  }

  @Override
  public Tensor reduce(Reduction how, Tensor x, int... axes) {
    boolean overSpace =
        isBlocked(x)
            && axes.length == 2
            && (how == Reduction.SUM || how == Reduction.MEAN)
            && x.shape().axis(axes[0]) + x.shape().axis(axes[1]) == 5;
    return overSpace ? channels.overSpace(x, how == Reduction.MEAN) : scalar.reduce(how, x, axes);
  }

  @Override
  public Tensor stretch(Tensor x, Shape whole, GradientEpilogue epilogue) {
    return isFloat(x) && Stretch.applies(x.shape(), whole)
        ? stretch.run(x, whole, epilogue)
        : Kernels.super.stretch(x, whole, epilogue);
  }

  @Override
  public Tensor concat(List<Tensor> parts, int axis) {
    return parts.stream().allMatch(VectorKernels::isFloat)
            && Arrangement.concatenates(parts, parts.get(0).shape().axis(axis))
        ? arrangement.concat(parts)
        : scalar.concat(parts, axis);
  }

  @Override
  public Tensor narrow(Tensor x, int axis, int start, int length) {
    return isFloat(x) && length > 0 && Arrangement.narrows(x, x.shape().axis(axis), start, length)
        ? arrangement.narrow(x, start, length)
        : scalar.narrow(x, axis, start, length);
  }

  @Override
  public Tensor widen(Tensor y, int axis, int start, Shape whole) {
    return isImage(y) && whole.axis(axis) == 1
        ? arrangement.widen(y, start, whole)
        : Kernels.super.widen(y, axis, start, whole);
  }

  @Override
  public Tensor inverseFft(Tensor x, Shape planes) {
    return isFloat(x) && PlaneFft.applies(planes)
        ? fft(planes).inverse(x, planes)
        : scalar.inverseFft(x, planes);
  }

  @Override
  public Tensor inverseFftAdjoint(Tensor y, Shape spectrum) {
    return isFloat(y) && PlaneFft.applies(y.shape())
        ? fft(y.shape()).adjoint(y, spectrum)
        : scalar.inverseFftAdjoint(y, spectrum);
  }

  private PlaneFft fft(Shape planes) {
    PlaneFft last = fft;
    if (last == null || !last.transforms(planes)) {
      last = new PlaneFft(planes.dim(-2), planes.dim(-1), workers, buffers);
      fft = last;
    }
    return last;
  }
}
