package org.convscope.engine.nd4j;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Binary;
import org.convscope.engine.Buffers;
import org.convscope.engine.ChannelTerm;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Lrn;
import org.convscope.engine.Moments;
import org.convscope.engine.Pooled;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Switches;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Kernels on ND4J's operations, in float and double, for windows of one and two spatial dimensions.
 *
 * <p>The scalar set computes what ND4J cannot: integers, empty tensors, windows of three and more
 * dimensions, elementwise functions that ND4J has no operation for, and moves along switches, which
 * live in Java arrays. ND4J brings its own threads; {@link #workers()} serves the scalar set only.
 */
public final class Nd4jKernels implements Kernels {
  private final Kernels scalar;

  /**
   * Kernels on the ND4J backend of the class path.
   *
   * @throws IllegalStateException if there is none, or its native library cannot be loaded
   */
  public Nd4jKernels(Workers workers, Buffers buffers) {
    scalar = new ScalarKernels(workers, buffers);
    try {
      Nd4j.getBackend();
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new IllegalStateException(
          "kernels: nd4j needs an ND4J backend such as nd4j-native on the class path", e);
    }
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Workers workers() {
    return scalar.workers();
  }

  @Override
  public Buffers buffers() {
    return scalar.buffers();
  }

  private static boolean suits(Tensor... tensors) {
    return Arrays.stream(tensors)
        .allMatch(t -> t.type().isFloating() && t.size() > 0 && t.shape().rank() > 0);
  }

  private static boolean suits(Window window, Shape shape, Tensor... tensors) {
    return window.rank() <= 2 && shape.size() > 0 && suits(tensors);
  }

  @Override
  public Tensor convolution(
      Tensor x, Tensor weight, Optional<Tensor> bias, Window window, Epilogue epilogue) {
    Shape shape = window.convolved(x.shape(), weight.shape());
    if (!suits(window, shape, x, weight)) {
      return scalar.convolution(x, weight, bias, window, epilogue);
    }
    Flat flat = new Flat(window);
    INDArray in = flat.array(x);
    INDArray w = flat.array(weight);
    Shape input = flat.shape(x.shape());
    Shape kernel = flat.shape(weight.shape());
    INDArray y =
        Nd4jDepthwise.applies(kernel, window)
            ? new Nd4jDepthwise(flat.window(), input, kernel).forward(in, w)
            : new Nd4jConvolution(flat.window(), input, kernel).forward(in, w);
    if (bias.isPresent()) {
      y.addi(Nd4jNormalisation.perChannel(bias.get().toINDArray(), 4));
    }
    if (epilogue.residual().isPresent()) {
      y.addi(flat.array(epilogue.residual().get()));
    }
    return flat.tensor(epilogue.relu() ? Transforms.max(y, 0, true) : y, shape);
  }

  @Override
  public Tensor convolutionInputGradient(Tensor gy, Tensor weight, Window window, Shape input) {
    if (!suits(window, input, gy, weight)) {
      return scalar.convolutionInputGradient(gy, weight, window, input);
    }
    Flat flat = new Flat(window);
    INDArray g = flat.array(gy);
    INDArray w = flat.array(weight);
    Shape in = flat.shape(input);
    Shape kernel = flat.shape(weight.shape());
    INDArray gx =
        Nd4jDepthwise.applies(kernel, window)
            ? new Nd4jDepthwise(flat.window(), in, kernel).inputGradient(g, w)
            : new Nd4jConvolution(flat.window(), in, kernel).inputGradient(g, w);
    return flat.tensor(gx, input);
  }

  @Override
  public Tensor convolutionWeightGradient(Tensor x, Tensor gy, Window window, Shape weight) {
    if (!suits(window, weight, x, gy)) {
      return scalar.convolutionWeightGradient(x, gy, window, weight);
    }
    Flat flat = new Flat(window);
    INDArray in = flat.array(x);
    INDArray g = flat.array(gy);
    Shape input = flat.shape(x.shape());
    Shape kernel = flat.shape(weight);
    INDArray gw =
        Nd4jDepthwise.applies(kernel, window)
            ? new Nd4jDepthwise(flat.window(), input, kernel).weightGradient(in, g)
            : new Nd4jConvolution(flat.window(), input, kernel).weightGradient(in, g);
    return flat.tensor(gw, weight);
  }

  @Override
  public Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
    return suits(a, b)
        ? Tensor.of(Nd4jMatmul.product(a, transposeA, b, transposeB))
        : scalar.matmul(a, transposeA, b, transposeB);
  }

  @Override
  public Pooled maxPool(Tensor x, Window window) {
    Shape shape = window.output(x.shape(), x.shape().dim(1));
    if (!suits(window, shape, x)) {
      return scalar.maxPool(x, window);
    }
    Flat flat = new Flat(window);
    Pooled pooled = new Nd4jPooling(flat.window(), flat.shape(x.shape())).max(flat.array(x));
    return new Pooled(
        pooled.output().reshape(shape), Switches.of(shape, pooled.switches().plain()));
  }

  @Override
  public Tensor unpool(Tensor y, Switches switches, Shape input) {
    return scalar.unpool(y, switches, input);
  }

  @Override
  public Tensor gather(Tensor x, Switches switches) {
    return scalar.gather(x, switches);
  }

  @Override
  public Tensor averagePool(Tensor x, Window window, boolean countPadding) {
    Shape shape = window.output(x.shape(), x.shape().dim(1));
    if (!suits(window, shape, x)) {
      return scalar.averagePool(x, window, countPadding);
    }
    Flat flat = new Flat(window);
    Nd4jPooling pooling = new Nd4jPooling(flat.window(), flat.shape(x.shape()));
    return flat.tensor(pooling.average(flat.array(x), countPadding), shape);
  }

  @Override
  public Tensor averagePoolGradient(Tensor gy, Window window, boolean countPadding, Shape input) {
    if (!suits(window, input, gy)) {
      return scalar.averagePoolGradient(gy, window, countPadding, input);
    }
    Flat flat = new Flat(window);
    Nd4jPooling pooling = new Nd4jPooling(flat.window(), flat.shape(input));
    return flat.tensor(pooling.averageGradient(flat.array(gy), countPadding), input);
  }

  @Override
  public Tensor affine(Tensor x, Tensor scale, Tensor shift) {
    return suits(x)
        ? Tensor.of(
            Nd4jNormalisation.affine(x.toINDArray(), scale.toINDArray(), shift.toINDArray()))
        : scalar.affine(x, scale, shift);
  }

  @Override
  public Tensor affineSum(ChannelTerm x, ChannelTerm y, Tensor shift) {
    if (!suits(x.value())) {
      return scalar.affineSum(x, y, shift);
    }
    INDArray sum =
        Nd4jNormalisation.affine(
            x.value().toINDArray(), x.factor().toINDArray(), shift.toINDArray());
    INDArray factor = Nd4jNormalisation.perChannel(y.factor().toINDArray(), sum.rank());
    return Tensor.of(sum.addi(y.value().toINDArray().mul(factor)));
  }

  @Override
  public Moments channelMoments(Tensor x) {
    if (!suits(x)) {
      return scalar.channelMoments(x);
    }
    INDArray in = x.toINDArray();
    int[] axes = Nd4jNormalisation.withoutChannels(in);
    return new Moments(Tensor.of(in.mean(axes)), Tensor.of(in.var(false, axes)));
  }

  @Override
  public Tensor channelDot(Tensor a, Tensor b) {
    if (!suits(a, b)) {
      return scalar.channelDot(a, b);
    }
    INDArray products = a.toINDArray().mul(b.toINDArray());
    return Tensor.of(products.sum(Nd4jNormalisation.withoutChannels(products)));
  }

  @Override
  public Tensor channelSum(Tensor x) {
    return suits(x)
        ? Tensor.of(x.toINDArray().sum(Nd4jNormalisation.withoutChannels(x.toINDArray())))
        : scalar.channelSum(x);
  }

  @Override
  public Tensor lrn(Tensor x, Lrn attributes) {
    return suits(x)
        ? Tensor.of(Nd4jNormalisation.lrn(x.toINDArray(), attributes))
        : scalar.lrn(x, attributes);
  }

  @Override
  public Tensor lrnGradient(Tensor x, Tensor gy, Lrn attributes) {
    return suits(x, gy)
        ? Tensor.of(Nd4jNormalisation.lrnGradient(x.toINDArray(), gy.toINDArray(), attributes))
        : scalar.lrnGradient(x, gy, attributes);
  }

  @Override
  public Tensor softmax(Tensor x, int axis) {
    return suits(x)
        ? Tensor.of(Nd4jNormalisation.softmax(x.toINDArray(), x.shape().axis(axis)))
        : scalar.softmax(x, axis);
  }

  @Override
  public Tensor logSoftmax(Tensor x, int axis) {
    return suits(x)
        ? Tensor.of(Nd4jNormalisation.logSoftmax(x.toINDArray(), x.shape().axis(axis)))
        : scalar.logSoftmax(x, axis);
  }

  @Override
  public Tensor map(Unary f, Tensor x) {
    return suits(x) && Nd4jElementwise.has(f)
        ? Tensor.of(Nd4jElementwise.map(f, x.toINDArray()))
        : scalar.map(f, x);
  }

  @Override
  public Tensor mapGradient(Unary f, Tensor x, Tensor y, Tensor gy) {
    return suits(x, y, gy) && Nd4jElementwise.has(f)
        ? Tensor.of(Nd4jElementwise.mapGradient(f, x.toINDArray(), y.toINDArray(), gy.toINDArray()))
        : scalar.mapGradient(f, x, y, gy);
  }

  @Override
  public Tensor combine(Binary f, Tensor a, Tensor b) {
    if (!suits(a, b) || a.type() != b.type() || !Nd4jElementwise.has(f)) {
      return scalar.combine(f, a, b);
    }
    Shape shape = a.shape().broadcast(b.shape());
    return Tensor.of(
        Nd4jElementwise.combine(f, Nd4jMatmul.stretched(a, shape), Nd4jMatmul.stretched(b, shape)));
  }

  @Override
  public Tensor reduce(Reduction how, Tensor x, int... axes) {
    if (!suits(x) || axes.length == 0) {
      return scalar.reduce(how, x, axes);
    }
    INDArray in = x.toINDArray();
    int[] along = Arrays.stream(axes).map(x.shape()::axis).distinct().sorted().toArray();
    return Tensor.of(
        switch (how) {
          case SUM -> in.sum(true, along);
          case MEAN -> in.mean(true, along);
          case MAX -> in.max(true, along);
          case MIN -> in.min(true, along);
          case PROD -> in.prod(true, along);
        });
  }

  @Override
  public Tensor concat(List<Tensor> parts, int axis) {
    if (!suits(parts.toArray(new Tensor[0])) || parts.size() < 2) {
      return scalar.concat(parts, axis);
    }
    INDArray[] arrays = parts.stream().map(Tensor::toINDArray).toArray(INDArray[]::new);
    return Tensor.of(Nd4j.concat(parts.get(0).shape().axis(axis), arrays));
  }

  @Override
  public Tensor narrow(Tensor x, int axis, int start, int length) {
    int a = x.shape().axis(axis);
    if (!suits(x) || length < 1 || start < 0 || start > x.shape().dim(a) - length) {
      return scalar.narrow(x, axis, start, length);
    }
    INDArrayIndex[] index = new INDArrayIndex[x.shape().rank()];
    Arrays.fill(index, NDArrayIndex.all());
    index[a] = NDArrayIndex.interval(start, start + length);
    return Tensor.of(x.toINDArray().get(index).dup('c'));
  }
}
