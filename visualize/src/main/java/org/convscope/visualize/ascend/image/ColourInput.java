package org.convscope.visualize.ascend.image;

import java.util.List;
import java.util.function.Consumer;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reals;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Preprocessing;

/**
 * Planes t [N×3×H×W] to a network's input [N×C×H×W] in one pass: {@code rgb = sigmoid(mix·t), input
 * = out·rgb + shift}, where out puts the channels in the network's order and scales them. Gradient:
 * {@code gt = mixᵀ·(rgb·(1 − rgb)·(outᵀ·gy))}.
 *
 * @param mix [3×3]
 * @param out [C×3]
 * @param shift [C]
 */
record ColourInput(double[][] mix, double[][] out, double[] shift) implements Op {
  private static final double[] LUMA = {0.299, 0.587, 0.114};
  private static final double WHITE = 255;

  /** For a network that takes photographs as {@code p} says. */
  static ColourInput of(double[][] mix, Preprocessing p) {
    int channels = p.mean().size();
    double[][] out = new double[channels][3];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      double factor = WHITE * p.scale() / p.std().get(c);
      shift[c] = -p.mean().get(c) / p.std().get(c);
      switch (p.order()) {
        case RGB -> out[c][c] = factor;
        case BGR -> out[c][2 - c] = factor;
        case GREY -> {
          for (int k = 0; k < 3; k++) {
            out[c][k] = factor * LUMA[k];
          }
        }
      }
    }
    return new ColourInput(mix, out, shift);
  }

  @Override
  public String type() {
    return "colour_input";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape t = inputs.get(0);
    if (t.rank() != 4 || t.dim(1) != 3) {
      throw new IllegalArgumentException("colour_input: planes [N×3×H×W] are needed, got " + t);
    }
    return List.of(t.with(1, shift.length));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor t = inputs.get(0);
    Reals in = Reals.of(t);
    Reals rgb = Reals.zeros(t.type(), t.size());
    Shape shape = t.shape().with(1, shift.length);
    Reals y = Reals.zeros(t.type(), shape.size());
    rows(
        kernels.workers(),
        t.shape(),
        row -> {
          for (int c = 0; c < 3; c++) {
            levels(mix[c], in, rgb, row, c);
          }
          for (int o = 0; o < shift.length; o++) {
            channel(out[o], shift[o], rgb, y, row, o);
          }
        });
    return Result.of(y.tensor(shape), new ColourVjp(this, rgb.tensor(t.shape())));
  }

  /** sigmoid(m·t), a row of one colour. */
  private static void levels(double[] m, Reals in, Reals rgb, Row row, int colour) {
    int to = row.at(3, colour);
    int a = row.at(3, 0);
    int b = row.at(3, 1);
    int c = row.at(3, 2);
    for (int i = 0; i < row.width; i++) {
      double u = m[0] * in.at(a + i) + m[1] * in.at(b + i) + m[2] * in.at(c + i);
      rgb.set(to + i, 1 / (1 + Math.exp(-u)));
    }
  }

  /** The mixed levels of red, green and blue, a row of one channel. */
  private void channel(double[] m, double plus, Reals rgb, Reals y, Row row, int channel) {
    int to = row.at(shift.length, channel);
    int a = row.at(3, 0);
    int b = row.at(3, 1);
    int c = row.at(3, 2);
    for (int i = 0; i < row.width; i++) {
      y.set(to + i, plus + m[0] * rgb.at(a + i) + m[1] * rgb.at(b + i) + m[2] * rgb.at(c + i));
    }
  }

  /** Holds the levels of red, green and blue. */
  record ColourVjp(ColourInput op, Tensor rgb) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Reals levels = Reals.of(rgb);
      Reals gy = Reals.of(outputGradients[0]);
      Reals gt = Reals.zeros(rgb.type(), rgb.size());
      rows(
          backward.kernels().workers(),
          rgb.shape(),
          row -> {
            double[][] gu = new double[3][row.width];
            for (int c = 0; c < 3; c++) {
              beforeSigmoid(gy, levels, row, c, gu[c]);
            }
            for (int k = 0; k < 3; k++) {
              unmixed(gu, gt, row, k);
            }
          });
      return new Tensor[] {gt.tensor(rgb.shape())};
    }

    private void beforeSigmoid(Reals gy, Reals levels, Row row, int colour, double[] gu) {
      for (int o = 0; o < op.shift.length; o++) {
        double factor = op.out[o][colour];
        int from = row.at(op.shift.length, o);
        for (int i = 0; i < row.width; i++) {
          gu[i] += factor * gy.at(from + i);
        }
      }
      int at = row.at(3, colour);
      for (int i = 0; i < row.width; i++) {
        double level = levels.at(at + i);
        gu[i] *= level * (1 - level);
      }
    }

    private void unmixed(double[][] gu, Reals gt, Row row, int k) {
      double a = op.mix[0][k];
      double b = op.mix[1][k];
      double c = op.mix[2][k];
      int to = row.at(3, k);
      for (int i = 0; i < row.width; i++) {
        gt.set(to + i, a * gu[0][i] + b * gu[1][i] + c * gu[2][i]);
      }
    }
  }

  /** A row of all planes of one item. */
  private record Row(int item, int offset, int width, int plane) {
    /** Where the row begins in a channel of a tensor of so many. */
    int at(int channels, int channel) {
      return (item * channels + channel) * plane + offset;
    }
  }

  private static void rows(Workers workers, Shape shape, Consumer<Row> body) {
    int height = shape.dim(2);
    int width = shape.dim(3);
    workers.forEach(
        shape.dim(0) * height,
        i -> body.accept(new Row(i / height, i % height * width, width, height * width)));
  }
}
