package org.convscope.engine;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.fourier.RealFft2d;
import org.convscope.engine.view.Selection;

/**
 * The compute kernels of convolutional networks: few coarse methods on tensors.
 *
 * <p>Three sets implement the contract: {@code scalar} (textbook loops, float and double, the
 * reference), {@code vector} (Java Vector API on NCHW16c, float; hands everything else to the
 * scalar set) and {@code nd4j} (ND4J operations only). Arguments are never mutated. Shapes have
 * been checked by the caller's shape rule. Results are bit-identical for any number of threads.
 */
public interface Kernels {
  /** {@code scalar}, {@code vector}, {@code direct} or {@code nd4j}. */
  String name();

  /** The threads that this set computes on. */
  Workers workers();

  /** Where this set takes the arrays of its results from. */
  Buffers buffers();

  /**
   * The set to compute values with that gradients by an input will be asked of. They depend on the
   * decisions of rectifiers and maxima, so these values are rounded as a plain sum is; where nobody
   * goes back, a set may choose faster algorithms that round a little more.
   */
  default Kernels tracking() {
    return this;
  }

  /**
   * Cross-correlation {@code y[n,o,p] = bias[o] + Σ x[n, c, p·stride + tap·dilation − pad] ·
   * w[o,c,tap]} per group, then the epilogue.
   *
   * @param x [N×C×spatial]
   * @param weight [O×C/groups×kernel]
   * @param bias [O], if any
   */
  Tensor convolution(
      Tensor x, Tensor weight, Optional<Tensor> bias, Window window, Epilogue epilogue);

  /**
   * Convolutions whose results lie side by side along the channels: {@link #concat} of {@link
   * #convolution}s, which a set may compute without the copies.
   *
   * @param parts at least one; their results differ in the number of channels only
   */
  default Tensor joined(List<ConvolutionCall> parts) {
    List<Tensor> results =
        parts.stream()
            .map(p -> convolution(p.x(), p.weight(), p.bias(), p.window(), p.epilogue()))
            .toList();
    Tensor y = concat(results, 1);
    results.stream().filter(r -> !r.sharesNumbers(y)).forEach(buffers()::recycle);
    return y;
  }

  /**
   * {@link #maxPool} of a {@link #convolution} whose own result nobody else reads, which a set may
   * compute without storing it.
   */
  default Tensor maxPooled(ConvolutionCall call, Window pool) {
    Tensor y = convolution(call.x(), call.weight(), call.bias(), call.window(), call.epilogue());
    Tensor maxima = maxPool(y, pool).output();
    if (!maxima.sharesNumbers(y)) {
      buffers().recycle(y);
    }
    return maxima;
  }

  /** {@link #maxPooled} with what is needed to go back to the convolution's input. */
  default PooledConvolution recordedMaxPooled(ConvolutionCall call, Window pool) {
    Tensor y = convolution(call.x(), call.weight(), call.bias(), call.window(), call.epilogue());
    Pooled pooled = maxPool(y, pool);
    return new PooledConvolution(
        call,
        pooled.output(),
        gy -> {
          Tensor g = unpool(gy, pooled.switches(), y.shape());
          Tensor gx = convolutionInputGradient(g, call.weight(), call.window(), call.x().shape());
          buffers().recycle(g);
          return gx;
        },
        List.of(y));
  }

  /**
   * The gradient by a pooled convolution's input.
   *
   * @param gy gradient by the maxima, 0 where the convolution's rectifier, if any, gave 0
   */
  default Tensor pooledInputGradient(Tensor gy, PooledConvolution pooled) {
    return pooled.inputGradient().apply(gy);
  }

  /**
   * Gradient of {@link #convolution} by its input, which is transposed convolution.
   *
   * @param gy output gradient [N×O×spatial out]
   * @param input shape of x; positions that no window reaches get 0
   */
  Tensor convolutionInputGradient(Tensor gy, Tensor weight, Window window, Shape input);

  /**
   * {@link #convolutionInputGradient(Tensor, Tensor, Window, Shape)} of some channels of an output
   * gradient, with what is done to the result before it is stored; a set may do so without copies
   * and further passes over memory.
   */
  default Tensor convolutionInputGradient(
      ChannelSlice gy, Tensor weight, Window window, Shape input, GradientEpilogue epilogue) {
    Tensor part = part(gy);
    Tensor gx = convolutionInputGradient(part, weight, window, input);
    if (!part.sharesNumbers(gy.whole())) {
      buffers().recycle(part);
    }
    if (epilogue.isNone()) {
      return gx;
    }
    Tensor end = ended(gx, epilogue);
    buffers().recycle(gx);
    return end;
  }

  /** The gradient {@code gx} by an input with what is to be done to it done. */
  default Tensor ended(Tensor gx, GradientEpilogue epilogue) {
    return epilogue.applied(gx);
  }

  /** Gradient of {@link #convolution} by its weight, of shape {@code weight}. */
  Tensor convolutionWeightGradient(Tensor x, Tensor gy, Window window, Shape weight);

  /** The same from some channels of an output gradient, which a set may read where they lie. */
  default Tensor convolutionWeightGradient(Tensor x, ChannelSlice gy, Window window, Shape weight) {
    Tensor part = part(gy);
    Tensor gw = convolutionWeightGradient(x, part, window, weight);
    if (!part.sharesNumbers(gy.whole())) {
      buffers().recycle(part);
    }
    return gw;
  }

  /** The channels of a slice as a tensor, which may share its numbers. */
  private Tensor part(ChannelSlice slice) {
    return slice.isWhole()
        ? slice.whole()
        : narrow(slice.whole(), 1, slice.start(), slice.length());
  }

  /**
   * Matrix product of the last two axes, leading axes broadcast: {@code op(a)·op(b)}.
   *
   * @param transposeA take a as [...×K×M] instead of [...×M×K]
   * @param transposeB take b as [...×N×K] instead of [...×K×N]
   */
  Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB);

  /** Maxima and where they came from; padding never wins. */
  Pooled maxPool(Tensor x, Window window);

  /** Adds y's elements into zeros of shape {@code input} at their switches: unpooling. */
  Tensor unpool(Tensor y, Switches switches, Shape input);

  /** The adjoint of {@link #unpool}: the elements of x at the switches, 0 where there is none. */
  Tensor gather(Tensor x, Switches switches);

  /**
   * Means over windows.
   *
   * @param countPadding divide by the taps inside input and padding, not only inside the input
   */
  Tensor averagePool(Tensor x, Window window, boolean countPadding);

  /** Gradient of {@link #averagePool} by its input of shape {@code input}. */
  Tensor averagePoolGradient(Tensor gy, Window window, boolean countPadding, Shape input);

  /** {@code x·scale[c] + shift[c]} for x [N×C×...]: batch normalisation with frozen statistics. */
  Tensor affine(Tensor x, Tensor scale, Tensor shift);

  /** {@code x·factor[c] + y·factor[c] + shift[c]} for x and y of one shape, each its factors. */
  Tensor affineSum(ChannelTerm x, ChannelTerm y, Tensor shift);

  /** Mean and biased variance of each channel of x [N×C×...]. */
  Moments channelMoments(Tensor x);

  /** {@code Σ a·b} of each channel of two tensors [N×C×...], as [C]. */
  Tensor channelDot(Tensor a, Tensor b);

  /** The sum of each channel of x [N×C×...], as [C]. */
  Tensor channelSum(Tensor x);

  /** {@link #channelSum} of a and {@link #channelDot} of both, which a set may compute at once. */
  default ChannelSums channelSums(Tensor a, Tensor b) {
    return new ChannelSums(channelSum(a), channelDot(a, b));
  }

  /** Local response normalisation of x [N×C×...]. */
  Tensor lrn(Tensor x, Lrn attributes);

  /** Gradient of {@link #lrn} by its input. */
  Tensor lrnGradient(Tensor x, Tensor gy, Lrn attributes);

  /** {@code exp(x)/Σ exp(x)} along {@code axis}, computed without overflow. */
  Tensor softmax(Tensor x, int axis);

  /** {@code x − log Σ exp(x)} along {@code axis}, computed without overflow. */
  Tensor logSoftmax(Tensor x, int axis);

  /** {@code f(x)} elementwise. */
  Tensor map(Unary f, Tensor x);

  /** {@code gy·f'(x)} elementwise, where {@code y = f(x)}. */
  Tensor mapGradient(Unary f, Tensor x, Tensor y, Tensor gy);

  /** {@code f(a, b)} elementwise with broadcasting; both of one type, integers too. */
  Tensor combine(Binary f, Tensor a, Tensor b);

  /** Combines the elements along {@code axes}, which stay as dimensions of 1. */
  Tensor reduce(Reduction how, Tensor x, int... axes);

  /**
   * The adjoint of {@link #reduce} by {@link Reduction#SUM}: x repeated along its dimensions of 1,
   * to {@code whole} of the same rank, with what is done to the result before it is stored.
   */
  default Tensor stretch(Tensor x, Shape whole, GradientEpilogue epilogue) {
    Selection repeated = Selection.all(x.shape());
    for (int axis = 0; axis < whole.rank(); axis++) {
      if (x.shape().dim(axis) != whole.dim(axis)) {
        repeated = repeated.along(axis, whole.dim(axis), i -> 0);
      }
    }
    Tensor y = repeated.read(x, 0, buffers());
    return epilogue.isNone() ? y : ended(y, epilogue);
  }

  /** Tensors side by side along {@code axis}. */
  Tensor concat(List<Tensor> parts, int axis);

  /**
   * {@code length} entries from {@code start} on along {@code axis}: the adjoint's part of concat.
   */
  Tensor narrow(Tensor x, int axis, int start, int length);

  /**
   * The adjoint of {@link #narrow}: zeros of shape {@code whole}, but for y from {@code start} on
   * along {@code axis}.
   */
  default Tensor widen(Tensor y, int axis, int start, Shape whole) {
    int a = whole.axis(axis);
    return Selection.all(whole).along(a, y.shape().dim(a), i -> start + i).scatterAdd(y, buffers());
  }

  /**
   * The orthonormal real inverse 2-D Fourier transform of half spectra x [...×H×(⌊W/2⌋+1)×2] to
   * {@code planes} [...×H×W]. Imaginary parts of columns that are their own conjugates do not
   * count.
   */
  default Tensor inverseFft(Tensor x, Shape planes) {
    return new RealFft2d(planes.dim(-2), planes.dim(-1)).inverse(x, planes, workers(), buffers());
  }

  /**
   * The adjoint of {@link #inverseFft}, from planes y to half spectra of shape {@code spectrum}.
   */
  default Tensor inverseFftAdjoint(Tensor y, Shape spectrum) {
    return new RealFft2d(y.shape().dim(-2), y.shape().dim(-1))
        .adjoint(y, spectrum, workers(), buffers());
  }
}
