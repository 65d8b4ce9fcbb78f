package org.convscope.visualize.ascend.image;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
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
    Planes in = new Planes(t);
    Planes rgb = new Planes(t.type(), t.shape());
    Planes y = new Planes(t.type(), t.shape().with(1, shift.length));
    rows(
        kernels.workers(),
        t.shape(),
        (item, i) -> {
          double[] level = new double[3];
          for (int c = 0; c < 3; c++) {
            double u = 0;
            for (int k = 0; k < 3; k++) {
              u += mix[c][k] * in.at(item, k, i);
            }
            level[c] = 1 / (1 + Math.exp(-u));
            rgb.set(item, c, i, level[c]);
          }
          for (int o = 0; o < shift.length; o++) {
            y.set(
                item,
                o,
                i,
                shift[o] + out[o][0] * level[0] + out[o][1] * level[1] + out[o][2] * level[2]);
          }
        });
    return Result.of(y.tensor(), new ColourVjp(this, rgb.tensor()));
  }

  /** Holds the levels of red, green and blue. */
  record ColourVjp(ColourInput op, Tensor rgb) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Planes levels = new Planes(rgb);
      Planes gy = new Planes(outputGradients[0]);
      Planes gt = new Planes(rgb.type(), rgb.shape());
      rows(
          backward.kernels().workers(),
          rgb.shape(),
          (item, i) -> {
            double[] gu = new double[3];
            for (int c = 0; c < 3; c++) {
              double g = 0;
              for (int o = 0; o < op.shift.length; o++) {
                g += op.out[o][c] * gy.at(item, o, i);
              }
              double level = levels.at(item, c, i);
              gu[c] = g * level * (1 - level);
            }
            for (int k = 0; k < 3; k++) {
              gt.set(
                  item, k, i, op.mix[0][k] * gu[0] + op.mix[1][k] * gu[1] + op.mix[2][k] * gu[2]);
            }
          });
      return new Tensor[] {gt.tensor()};
    }
  }

  /** What is done with one pixel. */
  private interface Pixel {
    void at(int item, int index);
  }

  private static void rows(Workers workers, Shape shape, Pixel pixel) {
    int height = shape.dim(2);
    int width = shape.dim(3);
    workers.forEach(
        shape.dim(0) * height,
        row -> {
          int from = row % height * width;
          for (int i = from; i < from + width; i++) {
            pixel.at(row / height, i);
          }
        });
  }

  /** Planes of numbers in float or double. */
  private static final class Planes {
    private final Shape shape;
    private final int channels;
    private final int plane;
    private final float[] floats;
    private final double[] doubles;

    Planes(Tensor t) {
      this(
          t.shape(),
          t.type() == DType.FLOAT ? t.floats() : null,
          t.type() == DType.FLOAT ? null : t.doubles());
    }

    Planes(DType type, Shape shape) {
      this(
          shape,
          type == DType.FLOAT ? new float[shape.size()] : null,
          type == DType.FLOAT ? null : new double[shape.size()]);
    }

    private Planes(Shape shape, float[] floats, double[] doubles) {
      this.shape = shape;
      this.channels = shape.dim(1);
      this.plane = shape.size(2, 4);
      this.floats = floats;
      this.doubles = doubles;
    }

    double at(int item, int channel, int i) {
      int at = (item * channels + channel) * plane + i;
      return floats == null ? doubles[at] : floats[at];
    }

    void set(int item, int channel, int i, double value) {
      int at = (item * channels + channel) * plane + i;
      if (floats == null) {
        doubles[at] = value;
      } else {
        floats[at] = (float) value;
      }
    }

    Tensor tensor() {
      return floats == null ? Tensor.of(shape, doubles) : Tensor.of(shape, floats);
    }
  }
}
