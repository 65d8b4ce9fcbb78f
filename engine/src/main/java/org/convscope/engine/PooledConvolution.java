package org.convscope.engine;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Maxima of a convolution whose own result nobody reads, and the way back through both.
 *
 * @param call the convolution
 * @param output the maxima
 * @param inputGradient the gradient by the convolution's input from that by the maxima, which is 0
 *     already where a rectifier between the two gave 0, see {@link Kernels#pooledInputGradient}
 * @param held what the way back reads besides; not to be recycled before its last use
 */
public record PooledConvolution(
    ConvolutionCall call, Tensor output, UnaryOperator<Tensor> inputGradient, List<Tensor> held) {
  public PooledConvolution {
    held = List.copyOf(held);
  }
}
