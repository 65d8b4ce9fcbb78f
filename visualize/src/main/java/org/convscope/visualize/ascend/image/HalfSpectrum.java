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

/**
 * The orthonormal spectrum of real planes [...×H×W], as [...×H×(⌊W/2⌋+1)×2]: the half that the
 * other follows from.
 */
final class HalfSpectrum {
  private HalfSpectrum() {}

  /** Shape of the spectrum of an image [N×C×H×W]. */
  static Shape shape(Shape image) {
    return Shape.of(image.dim(0), image.dim(1), image.dim(2), image.dim(3) / 2 + 1, 2);
  }

  /**
   * The forward transform: the adjoint of {@link InverseFft}, with the columns that stand for two
   * counted once.
   */
  static Tensor of(Kernels kernels, Tensor image) {
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
}
