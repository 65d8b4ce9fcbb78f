package org.convscope.visualize.ascend.image;

import java.util.List;
import java.util.Map;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.InverseFft;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** The orthonormal spectrum of real planes [...×H×W], as [...×H×(⌊W/2⌋+1)×2]. */
public final class Spectrum {
  private Spectrum() {}

  /** Shape of the spectrum of an image [N×C×H×W]. */
  public static Shape shape(Shape image) {
    return Shape.of(image.dim(0), image.dim(1), image.dim(2), image.dim(3) / 2 + 1, 2);
  }

  /**
   * The forward transform: the adjoint of {@link InverseFft}, with the columns that stand for two
   * counted once.
   */
  public static Tensor of(Kernels kernels, Tensor image) {
    Shape shape = shape(image.shape());
    int width = image.shape().dim(3);
    Tape tape = new Tape(kernels);
    Variable z = tape.variable(Tensor.zeros(image.type(), shape));
    Variable x = tape.apply(new InverseFft(image.shape().dim(2), width), z);
    double[] f = tape.backward(Map.of(x, image), List.of(z), Rules.GRADIENT).of(z).toDoubles();
    int k = shape.dim(3);
    for (int i = 0; i < f.length; i++) {
      f[i] /= share(i / 2 % k, width);
    }
    return Tensor.of(shape, f).cast(image.type());
  }

  /** Number of coefficients of the whole spectrum that column {@code l} stands for. */
  static int share(int l, int width) {
    return l == 0 || 2 * l == width ? 1 : 2;
  }

  /** Frequency in cycles per pixel of row {@code k} and column {@code l}. */
  static double frequency(int k, int l, int height, int width) {
    double fy = (double) Math.min(k, height - k) / height;
    double fx = (double) l / width;
    return Math.sqrt(fx * fx + fy * fy);
  }

  /**
   * The share of an image's variance at frequencies of at least {@code from} cycles per pixel (0.25
   * is half of the highest one along an axis); 0 for a flat image.
   */
  public static double shareAbove(Kernels kernels, Tensor image, double from) {
    Tensor spectrum = of(kernels, image);
    int height = image.shape().dim(2);
    int width = image.shape().dim(3);
    int columns = spectrum.shape().dim(3);
    double high = 0;
    double all = 0;
    for (int i = 0; i < spectrum.size(); i += 2) {
      int l = i / 2 % columns;
      int k = i / 2 / columns % height;
      double re = spectrum.at(i);
      double im = spectrum.at(i + 1);
      double energy = k == 0 && l == 0 ? 0 : share(l, width) * (re * re + im * im);
      all += energy;
      high += frequency(k, l, height, width) >= from ? energy : 0;
    }
    return all == 0 ? 0 : high / all;
  }
}
