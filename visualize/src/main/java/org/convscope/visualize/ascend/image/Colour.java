package org.convscope.visualize.ascend.image;

import java.util.Arrays;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Functions;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.models.Preprocessing;

/** How the three planes of a parametrised image become the network's input. */
public enum Colour {
  /**
   * Planes are colours made independent: rgb = sigmoid(C·t) with C the square root of the
   * covariance of natural images' colours (Olah et al. 2017), so brightness moves more than hue.
   */
  DECORRELATED,
  /** rgb = sigmoid(t). */
  INDEPENDENT,
  /** The planes are the network's input as they are, without bounds. */
  RAW;

  private static final double NORM = 0.46195;
  private static final double[][] NATURAL = {
    {0.26 / NORM, 0.09 / NORM, 0.02 / NORM},
    {0.27 / NORM, 0.00 / NORM, -0.05 / NORM},
    {0.27 / NORM, -0.09 / NORM, 0.03 / NORM}
  };
  private static final double[][] NONE = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  private static final double DARKEST = 0.004;
  private static final double[] LUMA = {0.299, 0.587, 0.114};
  private static final double WHITE = 255;

  /** Number of planes of the parametrised image. */
  public int planes(Preprocessing p) {
    return this == RAW ? p.mean().size() : 3;
  }

  /** The network's input from the parametrised image. */
  public Variable input(Tape tape, Variable image, Preprocessing p) {
    if (this == RAW) {
      return image;
    }
    Variable mixed = this == INDEPENDENT ? image : mixed(tape, image, NATURAL, new double[3]);
    return shown(tape, tape.apply(new Activation(Functions.SIGMOID), mixed), p);
  }

  /** {@code matrix·x + shift} at each pixel: a pointwise convolution. */
  private static Variable mixed(Tape tape, Variable x, double[][] matrix, double[] shift) {
    DType type = x.value().type();
    double[] weights = Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    Shape shape = Shape.of(matrix.length, matrix[0].length, 1, 1);
    return tape.apply(
        new Conv(Window.square(1, 1, 0)),
        x,
        tape.constant(Tensor.of(shape, weights).cast(type)),
        tape.constant(Tensor.of(Shape.of(shift.length), shift).cast(type)));
  }

  /** Levels 0…1 of red, green and blue as the input of a network that takes photographs. */
  private static Variable shown(Tape tape, Variable levels, Preprocessing p) {
    int channels = p.mean().size();
    double[][] matrix = new double[channels][3];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      double factor = WHITE * p.scale() / p.std().get(c);
      shift[c] = -p.mean().get(c) / p.std().get(c);
      switch (p.order()) {
        case RGB -> matrix[c][c] = factor;
        case BGR -> matrix[c][2 - c] = factor;
        case GREY -> {
          for (int k = 0; k < 3; k++) {
            matrix[c][k] = factor * LUMA[k];
          }
        }
      }
    }
    return mixed(tape, levels, matrix, shift);
  }

  /** The parametrised image that shows an input; colours at the very ends are moved inwards. */
  public Tensor encode(Tensor input, Preprocessing p) {
    if (this == RAW) {
      return input;
    }
    double[][] inverse = Matrices.inverse(mixing());
    int items = input.shape().dim(0);
    int plane = input.shape().size(2, 4);
    int channels = input.shape().dim(1);
    float[] all = input.floats();
    float[] out = new float[items * 3 * plane];
    for (int n = 0; n < items; n++) {
      float[] item = Arrays.copyOfRange(all, n * channels * plane, (n + 1) * channels * plane);
      float[] rgb = p.denormalised(item, plane);
      for (int i = 0; i < plane; i++) {
        for (int k = 0; k < 3; k++) {
          double t = 0;
          for (int c = 0; c < 3; c++) {
            double level = Math.min(1 - DARKEST, Math.max(DARKEST, rgb[c * plane + i] / 255));
            t += inverse[k][c] * Math.log(level / (1 - level));
          }
          out[(n * 3 + k) * plane + i] = (float) t;
        }
      }
    }
    return Tensor.of(Shape.of(items, 3, input.shape().dim(2), input.shape().dim(3)), out);
  }

  private double[][] mixing() {
    return this == DECORRELATED ? NATURAL : NONE;
  }

  /**
   * The colours of starting noise, as a matrix on the planes: natural (correlated in RGB) or
   * independent in RGB, whatever the parametrised planes are.
   */
  public double[][] startingMix(boolean natural) {
    if (this == DECORRELATED) {
      return natural ? NONE : Matrices.inverse(NATURAL);
    }
    return natural ? NATURAL : NONE;
  }
}
