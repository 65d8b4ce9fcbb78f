package org.convscope.visualize.ascend.image;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reals;
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
  /** Pixels that a thread mixes at once. */
  private static final int PIECE = 4096;

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
    int plane = shape.dim(2) * shape.dim(3);
    Reals from = Reals.of(x);
    Reals to = Reals.taken(x.type(), shape.size(), kernels.buffers());
    int pieces = (plane + PIECE - 1) / PIECE;
    kernels
        .workers()
        .forEach(
            shape.dim(0) * pieces,
            task -> {
              int item = task / pieces;
              int at = task % pieces * PIECE;
              mix(from, to, item, plane, at, Math.min(plane, at + PIECE));
            });
    return to.tensor(shape);
  }

  /** Pixels {@code at} to {@code end} of an item. */
  private void mix(Reals x, Reals y, int item, int plane, int at, int end) {
    int channels = matrix[0].length;
    int from = item * channels * plane;
    for (int k = 0; k < matrix.length; k++) {
      int to = (item * matrix.length + k) * plane;
      if (x.floats() != null && channels == 3) {
        mixThree(x.floats(), from, plane, matrix[k], (float) shift[k], y.floats(), to, at, end);
        continue;
      }
      for (int i = at; i < end; i++) {
        double sum = shift[k];
        for (int c = 0; c < channels; c++) {
          sum += matrix[k][c] * x.at(from + c * plane + i);
        }
        y.set(to + i, sum);
      }
    }
  }

  /** One plane of three, which colours are. */
  private static void mixThree(
      float[] x,
      int from,
      int plane,
      double[] factors,
      float shift,
      float[] y,
      int to,
      int at,
      int end) {
    float r = (float) factors[0];
    float g = (float) factors[1];
    float b = (float) factors[2];
    for (int i = at; i < end; i++) {
      float sum = shift + r * x[from + i] + g * x[from + plane + i];
      y[to + i] = sum + b * x[from + 2 * plane + i];
    }
  }
}
