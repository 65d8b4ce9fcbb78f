package org.convscope.engine;

/**
 * Attributes of local response normalisation across channels: {@code y_c = x_c · (bias + alpha/size
 * · Σ x²)^−beta}, the sum over {@code size} channels around c (from {@code c − (size−1)/2} to
 * {@code c + size/2}), as in Krizhevsky et al. 2012 §3.3, ONNX LRN and PyTorch.
 */
public record Lrn(int size, double alpha, double beta, double bias) {
  public Lrn {
    if (size < 1) {
      throw new IllegalArgumentException("lrn: size must be at least 1, got " + size);
    }
  }
}
