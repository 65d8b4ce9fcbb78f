package org.convscope.engine.scalar;

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

/**
 * The reference kernels: textbook loops that are never tuned.
 *
 * <p>One code serves FLOAT and DOUBLE: it computes in double and rounds the result once to the type
 * of the first argument. Windows have any number of spatial dimensions. {@link #combine}, {@link
 * #reduce}, {@link #concat} and {@link #narrow} take integers and BOOL too. Tensors may be empty.
 * What is not defined by the formula (ties, NaN, windows over padding only, empty sets) is stated
 * at the class of each family in this package.
 */
public final class ScalarKernels implements Kernels {
  private final Numbers numbers;
  private final ScalarConvolution convolution;
  private final ScalarMatmul matmul;
  private final ScalarPooling pooling;
  private final ScalarNormalisation normalisation;
  private final ScalarSoftmax softmax;
  private final ScalarElementwise elementwise;
  private final ScalarReduction reduction;
  private final ScalarArrangement arrangement;

  /** Kernels that compute on {@code workers} and take float arrays from {@code buffers}. */
  public ScalarKernels(Workers workers, Buffers buffers) {
    numbers = new Numbers(workers, buffers);
    convolution = new ScalarConvolution(numbers);
    matmul = new ScalarMatmul(numbers);
    pooling = new ScalarPooling(numbers);
    normalisation = new ScalarNormalisation(numbers);
    softmax = new ScalarSoftmax(numbers);
    elementwise = new ScalarElementwise(numbers);
    reduction = new ScalarReduction(numbers);
    arrangement = new ScalarArrangement(buffers);
  }

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Workers workers() {
    return numbers.workers();
  }

  @Override
  public Buffers buffers() {
    return numbers.buffers();
  }

  @Override
  public Tensor convolution(
      Tensor x, Tensor weight, Optional<Tensor> bias, Window window, Epilogue epilogue) {
    return convolution.forward(x, weight, bias, window, epilogue);
  }

  @Override
  public Tensor convolutionInputGradient(Tensor gy, Tensor weight, Window window, Shape input) {
    return convolution.inputGradient(gy, weight, window, input);
  }

  @Override
  public Tensor convolutionWeightGradient(Tensor x, Tensor gy, Window window, Shape weight) {
    return convolution.weightGradient(x, gy, window, weight);
  }

  @Override
  public Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
    return matmul.product(a, transposeA, b, transposeB);
  }

  @Override
  public Pooled maxPool(Tensor x, Window window) {
    return pooling.max(x, window);
  }

  @Override
  public Tensor unpool(Tensor y, Switches switches, Shape input) {
    return pooling.unpool(y, switches, input);
  }

  @Override
  public Tensor gather(Tensor x, Switches switches) {
    return pooling.gather(x, switches);
  }

  @Override
  public Tensor averagePool(Tensor x, Window window, boolean countPadding) {
    return pooling.average(x, window, countPadding);
  }

  @Override
  public Tensor averagePoolGradient(Tensor gy, Window window, boolean countPadding, Shape input) {
    return pooling.averageGradient(gy, window, countPadding, input);
  }

  @Override
  public Tensor affine(Tensor x, Tensor scale, Tensor shift) {
    return normalisation.affine(x, scale, shift);
  }

  @Override
  public Tensor affineSum(ChannelTerm x, ChannelTerm y, Tensor shift) {
    return normalisation.affineSum(x, y, shift);
  }

  @Override
  public Moments channelMoments(Tensor x) {
    return normalisation.moments(x);
  }

  @Override
  public Tensor channelDot(Tensor a, Tensor b) {
    return normalisation.dot(a, b);
  }

  @Override
  public Tensor channelSum(Tensor x) {
    return normalisation.sum(x);
  }

  @Override
  public Tensor lrn(Tensor x, Lrn attributes) {
    return normalisation.lrn(x, attributes);
  }

  @Override
  public Tensor lrnGradient(Tensor x, Tensor gy, Lrn attributes) {
    return normalisation.lrnGradient(x, gy, attributes);
  }

  @Override
  public Tensor softmax(Tensor x, int axis) {
    return softmax.softmax(x, axis);
  }

  @Override
  public Tensor logSoftmax(Tensor x, int axis) {
    return softmax.logSoftmax(x, axis);
  }

  @Override
  public Tensor map(Unary f, Tensor x) {
    return elementwise.map(f, x);
  }

  @Override
  public Tensor mapGradient(Unary f, Tensor x, Tensor y, Tensor gy) {
    return elementwise.mapGradient(f, x, y, gy);
  }

  @Override
  public Tensor combine(Binary f, Tensor a, Tensor b) {
    return elementwise.combine(f, a, b);
  }

  @Override
  public Tensor reduce(Reduction how, Tensor x, int... axes) {
    return reduction.reduce(how, x, axes);
  }

  @Override
  public Tensor concat(List<Tensor> parts, int axis) {
    return arrangement.concat(parts, axis);
  }

  @Override
  public Tensor narrow(Tensor x, int axis, int start, int length) {
    return arrangement.narrow(x, axis, start, length);
  }
}
