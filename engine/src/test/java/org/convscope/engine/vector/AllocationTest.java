package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.blocked;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convscope.engine.Buffers;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.ChannelTerm;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Pooled;
import org.convscope.engine.PooledConvolution;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against boxed vectors: compiled code that keeps its vectors in registers allocates next to
 * nothing, one that boxes them megabytes.
 */
class AllocationTest {
  /** Bytes that a call may allocate besides its recycled result: records, offsets, a few sums. */
  private static final long ALLOWED = 128 << 10;

  /** How long the compiler may take until a call is that frugal. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private static final Kernels KERNELS = new VectorKernels(Workers.of(1), new Buffers());
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Arguments> kernels() {
    Tensor x = blocked(normal(1, DType.FLOAT, 1, 64, 28, 29));
    Tensor photo = normal(2, DType.FLOAT, 1, 3, 56, 58);
    Tensor w = normal(3, DType.FLOAT, 48, 64, 3, 3);
    Tensor first = normal(4, DType.FLOAT, 32, 3, 3, 3);
    Tensor pointwise = normal(5, DType.FLOAT, 96, 64, 1, 1);
    Tensor depthwise = normal(6, DType.FLOAT, 64, 1, 3, 3);
    Tensor gy = blocked(normal(7, DType.FLOAT, 1, 48, 28, 29));
    Tensor bias = normal(8, DType.FLOAT, 48);
    Window window = Window.square(3, 1, 1);
    ChannelTerm term = new ChannelTerm(gy, bias);
    GradientEpilogue end = new GradientEpilogue(Optional.of(x), Optional.of(x));
    ConvolutionCall firstLayer =
        new ConvolutionCall(photo, first, Optional.empty(), Window.square(3, 2, 0), true);
    Map<String, Function<Kernels, Tensor>> calls = new LinkedHashMap<>();
    calls.put("channel sum", k -> k.channelSum(gy));
    calls.put("channel sums", k -> k.channelSums(gy, gy).dot());
    calls.put("moments", k -> k.channelMoments(x).variance());
    calls.put("affine sum", k -> k.affineSum(term, term, bias));
    Pooled pooled = KERNELS.maxPool(x, Window.square(3, 2, 0));
    calls.put("unpooling", k -> k.unpool(pooled.output(), pooled.switches(), x.shape()));
    Tensor spectra = normal(9, DType.FLOAT, 1, 3, 56, 30, 2);
    Tensor dense = normal(10, DType.FLOAT, 400, 700);
    Tensor sixteen = normal(11, DType.FLOAT, 16, 700);
    Tensor batch = normal(12, DType.FLOAT, 32, 700);
    calls.put("dense layer of 16 rows", k -> k.matmul(sixteen, false, dense, true));
    calls.put("dense layer of 32 rows", k -> k.matmul(batch, false, dense, true));
    calls.put("inverse Fourier transform", k -> k.inverseFft(spectra, photo.shape()));
    calls.put("its adjoint", k -> k.inverseFftAdjoint(photo, spectra.shape()));
    Tensor five = normal(13, DType.FLOAT, 32, 64, 5, 5);
    Tensor small = blocked(normal(14, DType.FLOAT, 1, 64, 14, 15));
    Window wide = Window.square(5, 1, 2);
    calls.put("5×5", k -> k.convolution(small, five, Optional.empty(), wide, Epilogue.RELU));
    calls.put("5×5, packed", k -> packed(k, small, five, wide));
    calls.put("3×3, packed", k -> packed(k, small, w, window));
    calls.put("first layer, pooled", k -> k.maxPooled(firstLayer, Window.square(3, 2, 0)));
    calls.put("first layer, pooled, and back", k -> thereAndBack(k, firstLayer));
    calls.putAll(
        Map.of(
            "3×3", k -> k.convolution(x, w, Optional.of(bias), window, Epilogue.RELU),
            "1×1",
                k ->
                    k.convolution(
                        x, pointwise, Optional.empty(), Window.square(1, 1, 0), Epilogue.RELU),
            "first layer",
                k ->
                    k.convolution(
                        photo, first, Optional.empty(), Window.square(3, 2, 0), Epilogue.NONE),
            "depthwise",
                k ->
                    k.convolution(
                        x, depthwise, Optional.empty(), window.withGroups(64), Epilogue.NONE),
            "input gradient", k -> k.convolutionInputGradient(gy, w, window, x.shape()),
            "input gradient, ended",
                k -> k.convolutionInputGradient(ChannelSlice.all(gy), w, window, x.shape(), end),
            "weight gradient", k -> k.convolutionWeightGradient(x, gy, window, w.shape()),
            "max pool", k -> k.maxPool(x, Window.square(3, 2, 0)).output(),
            "average pool", k -> k.averagePool(x, Window.square(3, 2, 1), false),
            "affine", k -> k.affine(gy, bias, bias)));
    return calls.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static Tensor packed(Kernels k, Tensor x, Tensor weight, Window window) {
    return k.convolution(x, weight.forOnePass(), Optional.empty(), window, Epilogue.NONE);
  }

  private static Tensor thereAndBack(Kernels k, ConvolutionCall call) {
    PooledConvolution pooled = k.recordedMaxPooled(call, Window.square(3, 2, 0));
    Tensor gx = k.pooledInputGradient(pooled.output(), pooled);
    pooled.held().forEach(k.buffers()::recycle);
    k.buffers().recycle(pooled.output());
    return gx;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void compiledKernelsAllocateNoVectors(String name, Function<Kernels, Tensor> call) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    long least = Long.MAX_VALUE;
    while (least > ALLOWED && System.nanoTime() < end) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Tensor y = call.apply(KERNELS);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      KERNELS.buffers().recycle(y.isBlocked() ? y.blocked() : y.floats());
    }
    assertThat(least).as("bytes of one call of %s", name).isLessThanOrEqualTo(ALLOWED);
  }
}
