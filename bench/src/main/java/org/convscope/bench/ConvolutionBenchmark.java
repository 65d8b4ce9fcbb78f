package org.convscope.bench;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.convscope.engine.Buffers;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The convolution kernels on one image in the layout that a network keeps: blocked activations
 * (planar for three channels), packed weights, recycled results.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ConvolutionBenchmark {
  @Param public Layer layer;

  @Param("1")
  public int threads;

  private Kernels kernels;
  private Tensor x;
  private Tensor weight;
  private Optional<Tensor> bias;
  private Tensor gy;

  /** Seeded operands in the layout that the kernels meet inside a network. */
  @Setup
  public void operands() {
    kernels = new VectorKernels(Workers.of(threads), new Buffers());
    Random random = new Random(1);
    x = normal(random, layer.input());
    x = x.shape().dim(1) <= 4 ? x : Tensor.blocked(x.shape(), x.blocked());
    weight = normal(random, layer.weight());
    bias = Optional.of(normal(random, Shape.of(layer.weight().dim(0))));
    gy = normal(random, layer.output());
    gy = Tensor.blocked(gy.shape(), gy.blocked());
  }

  private static Tensor normal(Random random, Shape shape) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    kernels.workers().close();
  }

  /** Convolution with bias and ReLU. */
  @Benchmark
  public void forward() {
    Tensor y = kernels.convolution(x, weight, bias, layer.window(), Epilogue.RELU);
    kernels.buffers().recycle(y.blocked());
  }

  /** The same without Winograd's algorithm, as before a backward pass. */
  @Benchmark
  public void direct() {
    Tensor y = kernels.tracking().convolution(x, weight, bias, layer.window(), Epilogue.RELU);
    kernels.buffers().recycle(y.blocked());
  }

  /** Gradient by the input. */
  @Benchmark
  public void inputGradient() {
    Tensor gx = kernels.convolutionInputGradient(gy, weight, layer.window(), x.shape());
    kernels.buffers().recycle(gx.blocked());
  }

  /** Gradient by the weight. */
  @Benchmark
  public void weightGradient() {
    Tensor gw = kernels.convolutionWeightGradient(x, gy, layer.window(), weight.shape());
    kernels.buffers().recycle(gw.floats());
  }
}
