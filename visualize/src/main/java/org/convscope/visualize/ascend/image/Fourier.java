package org.convscope.visualize.ascend.image;

import static org.convscope.autograd.op.Arithmetic.MUL;

import java.util.Map;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.InverseFft;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Fourier coefficients that all move the image by as much as natural images vary at their frequency
 * (Olah et al. 2017): {@code image = irfft2(z / max(f, 1/max(W,H))^decay) / 4} with the orthonormal
 * transform, f in cycles per pixel.
 */
public final class Fourier implements Parametrisation {
  private static final String Z = "spectrum";
  private static final double SIZE = 0.25;

  private final SpectrumScale scale;

  /**
   * @param decay exponent of the falling spectrum; 1 for natural images, 0 for white ones
   */
  public Fourier(double decay) {
    this.scale = new SpectrumScale(image -> falling(image, decay, SIZE));
  }

  @Override
  public String name() {
    return "fourier";
  }

  @Override
  public Map<String, Shape> shapes(Shape image) {
    return Map.of(Z, HalfSpectrum.shape(image));
  }

  @Override
  public Map<String, Tensor> random(Shape image, double deviation, CounterRandom noise) {
    return Noise.normal(shapes(image), deviation, noise);
  }

  @Override
  public Map<String, Tensor> encode(Kernels kernels, Tensor image) {
    Tensor spectrum = HalfSpectrum.of(kernels, image);
    double[] z = spectrum.toDoubles();
    double[] factors = scale.of(image.shape(), DType.DOUBLE).doubles();
    for (int i = 0; i < z.length; i++) {
      z[i] /= factors[i];
    }
    return Map.of(Z, Tensor.of(spectrum.shape(), z).cast(image.type()));
  }

  @Override
  public Variable image(Tape tape, Map<String, Variable> parameters, Shape image) {
    Variable z = parameters.get(Z);
    int height = image.dim(2);
    int width = image.dim(3);
    Variable factors = tape.constant(scale.of(image, z.value().type()));
    Variable scaled = tape.apply(new Elementwise(MUL), z, factors);
    return tape.apply(new InverseFft(height, width), scaled);
  }

  /** {@code size / max(f, 1/max(W,H))^decay} per coefficient, [H×(⌊W/2⌋+1)]. */
  static double[] falling(Shape image, double decay, double size) {
    int height = image.dim(2);
    int width = image.dim(3);
    int columns = width / 2 + 1;
    double[] scale = new double[height * columns];
    for (int i = 0; i < scale.length; i++) {
      double f = HalfSpectrum.frequency(i / columns, i % columns, height, width);
      scale[i] = size / Math.pow(Math.max(f, 1.0 / Math.max(width, height)), decay);
    }
    return scale;
  }
}
