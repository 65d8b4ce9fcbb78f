package org.convscope.autograd.op;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * The real inverse 2-D Fourier transform, orthonormal (NumPy's and PyTorch's irfft2 with norm
 * "ortho"): x [...×H×(⌊W/2⌋+1)×2], real and imaginary parts last, to [...×H×W]. As everywhere, the
 * imaginary parts of a real signal's own conjugates do not count. The gradient is the forward
 * transform with the columns that stand for two counted twice. Any size, odd widths too.
 *
 * @param height H
 * @param width W, which the input alone does not tell
 */
public record InverseFft(int height, int width) implements Op {
  public InverseFft {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "inverse_fft: height and width must be at least 1, got %d and %d"
              .formatted(height, width));
    }
  }

  @Override
  public String type() {
    return "inverse_fft";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    int r = x.rank();
    if (r < 3 || x.dim(r - 3) != height || x.dim(r - 2) != width / 2 + 1 || x.dim(r - 1) != 2) {
      throw new IllegalArgumentException(
          "inverse_fft: an input [...×%d×%d×2] is needed for %d×%d, got %s"
              .formatted(height, width / 2 + 1, height, width, x));
    }
    return List.of(
        Shape.of(
            IntStream.concat(IntStream.of(x.dims()).limit(r - 3L), IntStream.of(height, width))
                .toArray()));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor y = kernels.inverseFft(x, shapes(List.of(x.shape())).get(0));
    return Result.of(y, new InverseFftVjp(x.shape()));
  }

  /** Holds the input's shape. */
  record InverseFftVjp(Shape spectrum) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {backward.kernels().inverseFftAdjoint(outputGradients[0], spectrum)};
    }
  }
}
