package org.convscope.autograd.op;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * The real inverse 2-D Fourier transform, orthonormal (NumPy's and PyTorch's irfft2 with norm
 * "ortho"): x [...×H×(⌊W/2⌋+1)×2], real and imaginary parts last, to [...×H×W]. As everywhere, the
 * imaginary parts of a real signal's own conjugates do not count. The gradient is the forward
 * transform with the columns that stand for two counted twice.
 *
 * <p>Any size, odd widths too. Computed as two matrix products rather than by fast transforms:
 * every size is as good as another, gemm is the fastest kernel there is, and the transform
 * differentiates itself. The work is 4·H·W·(H + W) operations per plane: 0.27 GFLOP for 3×224×224,
 * 3.2 for 3×512×512.
 *
 * @param height H
 * @param width W, which the input alone does not tell
 */
public record InverseFft(int height, int width) implements Composed {
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
    return List.of(Shape.of(lead(x, height, width)));
  }

  private static int[] lead(Shape x, int... last) {
    return IntStream.concat(IntStream.of(x.dims()).limit(x.rank() - 3L), IntStream.of(last))
        .toArray();
  }

  /**
   * Rows first: each row of (real, imaginary) pairs times [2K×2W] gives W real, then W imaginary
   * parts; then columns: [H×2H] times those rows, the real part only.
   */
  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Shape x = inputs.get(0).value().shape();
    DType type = inputs.get(0).value().type();
    int k = width / 2 + 1;
    MatMul product = new MatMul();
    Variable pairs = tape.apply(Reshape.to(Shape.of(lead(x, height, 2 * k))), inputs.get(0));
    Variable rows = tape.apply(product, pairs, tape.constant(rowMatrix(type)));
    Variable stacked = tape.apply(Reshape.to(Shape.of(lead(x, 2 * height, width))), rows);
    return List.of(tape.apply(product, tape.constant(columnMatrix(type)), stacked));
  }

  /** e^{2πi·l·w/W} per frequency l, twice where −l is not among the columns, over √W. */
  private Tensor rowMatrix(DType type) {
    int k = width / 2 + 1;
    double[] cos = waves(width, 0);
    double[] sin = waves(width, 1);
    double[] m = new double[2 * k * 2 * width];
    for (int l = 0; l < k; l++) {
      int share = l == 0 || 2 * l == width ? 1 : 2;
      for (int w = 0; w < width; w++) {
        int turn = (int) ((long) l * w % width);
        int real = 2 * l * 2 * width + w;
        int imaginary = real + 2 * width;
        m[real] = share * cos[turn];
        m[real + width] = share * sin[turn];
        m[imaginary] = -share * sin[turn];
        m[imaginary + width] = share * cos[turn];
      }
    }
    return Tensor.of(Shape.of(2 * k, 2 * width), m).cast(type);
  }

  /** The real part of e^{2πi·k·h/H}·(real + i·imaginary) over √H. */
  private Tensor columnMatrix(DType type) {
    double[] cos = waves(height, 0);
    double[] sin = waves(height, 1);
    double[] m = new double[height * 2 * height];
    for (int h = 0; h < height; h++) {
      for (int k = 0; k < height; k++) {
        int turn = (int) ((long) k * h % height);
        m[(h * height + k) * 2] = cos[turn];
        m[(h * height + k) * 2 + 1] = -sin[turn];
      }
    }
    return Tensor.of(Shape.of(height, 2 * height), m).cast(type);
  }

  /** One turn in n steps over √n: cosine, or sine a quarter of a turn later. */
  private static double[] waves(int n, int quarter) {
    return IntStream.range(0, n)
        .mapToDouble(i -> Math.cos(2 * Math.PI * i / n - quarter * Math.PI / 2) / Math.sqrt(n))
        .toArray();
  }
}
