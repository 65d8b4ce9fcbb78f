package org.convscope.visualize.ascend.image;

import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Channels mixed at each pixel, [N×C×H×W] to [N×K×H×W]: {@code y = matrix·x + shift}. Gradient:
 * {@code gx = matrixᵀ·gy}. A 1×1 convolution of few planes, which stay planes.
 *
 * @param matrix [K×C]
 * @param shift [K]
 */
record ChannelMix(double[][] matrix, double[] shift) implements Op {
  @Override
  public String type() {
    return "channel_mix";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    int channels = matrix[0].length;
    if (x.rank() != 4 || x.dim(1) != channels) {
      throw new IllegalArgumentException(
          "channel_mix: planes [N×%d×H×W] are needed, got %s".formatted(channels, x));
    }
    return List.of(x.with(1, matrix.length));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    return Result.of(
        mixed(kernels, x, shapes(List.of(x.shape())).get(0)),
        new ChannelMixVjp(Matrices.transposed(matrix), x.shape()));
  }

  /** Holds the way back. */
  record ChannelMixVjp(double[][] transposed, Shape shape) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      ChannelMix back = new ChannelMix(transposed, new double[transposed.length]);
      return new Tensor[] {back.mixed(backward.kernels(), outputGradients[0], shape)};
    }
  }

  private Tensor mixed(Kernels kernels, Tensor x, Shape shape) {
    int channels = matrix[0].length;
    int width = shape.dim(3);
    int height = shape.dim(2);
    int plane = height * width;
    boolean single = x.type() == DType.FLOAT;
    float[] floats = single ? x.floats() : null;
    float[] y = single ? kernels.buffers().take(shape.size()) : null;
    double[] doubles = single ? null : x.doubles();
    double[] z = single ? null : new double[shape.size()];
    kernels
        .workers()
        .forEach(
            shape.dim(0) * height,
            row -> {
              int item = row / height;
              int at = row % height * width;
              for (int k = 0; k < matrix.length; k++) {
                int to = (item * matrix.length + k) * plane + at;
                if (single) {
                  Arrays.fill(y, to, to + width, (float) shift[k]);
                } else {
                  Arrays.fill(z, to, to + width, shift[k]);
                }
                for (int c = 0; c < channels; c++) {
                  int from = (item * channels + c) * plane + at;
                  if (single) {
                    add((float) matrix[k][c], floats, from, y, to, width);
                  } else {
                    add(matrix[k][c], doubles, from, z, to, width);
                  }
                }
              }
            });
    return single ? Tensor.of(shape, y) : Tensor.of(shape, z);
  }

  private static void add(float m, float[] x, int from, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] += m * x[from + i];
    }
  }

  private static void add(double m, double[] x, int from, double[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] += m * x[from + i];
    }
  }
}
