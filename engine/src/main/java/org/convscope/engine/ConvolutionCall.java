package org.convscope.engine;

import java.util.Optional;

/**
 * The arguments of a convolution that is computed together with others, see {@link Kernels#joined},
 * or with what reads it, see {@link Kernels#maxPooled}.
 *
 * @param x [N×C×spatial]
 * @param weight [O×C/groups×kernel]
 * @param bias [O], if any
 * @param window kernel, stride, padding, dilation and groups
 * @param relu rectify the result
 */
public record ConvolutionCall(
    Tensor x, Tensor weight, Optional<Tensor> bias, Window window, boolean relu) {

  /** Shape of the result. */
  public Shape shape() {
    return window.convolved(x.shape(), weight.shape());
  }

  /** What happens to the result before it is stored. */
  public Epilogue epilogue() {
    return relu ? Epilogue.RELU : Epilogue.NONE;
  }
}
