package org.convscope.visualize.ascend.image;

import static org.convscope.autograd.op.Arithmetic.MUL;

import java.util.Map;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.InverseFft;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Phases only; the magnitudes are those of natural images, {@code m/max(f, 1/max(W,H))^decay}, so
 * that no frequency can be exaggerated (MaCo, Fel et al. 2023, with the power law in place of a
 * measured mean spectrum): {@code image = irfft2(magnitude · e^{iφ})}.
 */
public final class FixedMagnitude implements Parametrisation {
  private static final String PHASE = "phase";

  private final double decay;
  private final double contrast;
  private final SpectrumScale scale;

  /**
   * @param decay exponent of the falling spectrum
   * @param contrast standard deviation of each colour of the image
   */
  public FixedMagnitude(double decay, double contrast) {
    this.decay = decay;
    this.contrast = contrast;
    this.scale = new SpectrumScale(this::magnitudes);
  }

  @Override
  public String name() {
    return "maco";
  }

  @Override
  public Map<String, Shape> shapes(Shape image) {
    Shape z = HalfSpectrum.shape(image);
    return Map.of(PHASE, Shape.of(z.dim(0), z.dim(1), z.dim(2), z.dim(3), 1));
  }

  /** Phases all around; {@code deviation} in units of half a turn. */
  @Override
  public Map<String, Tensor> random(Shape image, double deviation, CounterRandom noise) {
    return Noise.normal(shapes(image), deviation * Math.PI, noise);
  }

  /** The image's phases; its magnitudes are lost. */
  @Override
  public Map<String, Tensor> encode(Kernels kernels, Tensor image) {
    double[] z = HalfSpectrum.of(kernels, image).toDoubles();
    double[] phase = new double[z.length / 2];
    for (int i = 0; i < phase.length; i++) {
      phase[i] = Math.atan2(z[2 * i + 1], z[2 * i]);
    }
    return Map.of(PHASE, Tensor.of(shapes(image.shape()).get(PHASE), phase).cast(image.type()));
  }

  @Override
  public Variable image(Tape tape, Map<String, Variable> parameters, Shape image) {
    Variable phase = parameters.get(PHASE);
    Tensor magnitude = scale.of(image, phase.value().type());
    Variable real = tape.apply(new Activation(Functions.COS), phase);
    Variable imaginary = tape.apply(new Activation(Functions.SIN), phase);
    Variable unit = tape.apply(new Concat(4), real, imaginary);
    Variable z = tape.apply(new Elementwise(MUL), unit, tape.constant(magnitude));
    return tape.apply(new InverseFft(image.dim(2), image.dim(3)), z);
  }

  /** Scaled to the contrast by Parseval's theorem; no constant part. */
  private double[] magnitudes(Shape image) {
    double[] m = Fourier.falling(image, decay, 1);
    int columns = image.dim(3) / 2 + 1;
    m[0] = 0;
    double energy = 0;
    for (int i = 0; i < m.length; i++) {
      energy += HalfSpectrum.share(i % columns, image.dim(3)) * m[i] * m[i];
    }
    double factor = contrast * Math.sqrt(image.dim(2) * (double) image.dim(3) / energy);
    for (int i = 0; i < m.length; i++) {
      m[i] *= factor;
    }
    return m;
  }
}
