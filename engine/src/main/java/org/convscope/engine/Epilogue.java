package org.convscope.engine;

import java.util.Optional;

/**
 * What a convolution does to its result before storing it: {@code y = relu?(conv(x) + bias +
 * residual?)}.
 *
 * @param residual a tensor of the output's shape to add, if any
 * @param relu rectify last
 */
public record Epilogue(Optional<Tensor> residual, boolean relu) {
  /** Store the result as it is. */
  public static final Epilogue NONE = new Epilogue(Optional.empty(), false);

  /** Rectify the result. */
  public static final Epilogue RELU = new Epilogue(Optional.empty(), true);
}
