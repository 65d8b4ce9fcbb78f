package org.convscope.visualize.ascend.image;

import java.util.function.Function;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * A factor for each coefficient of a spectrum, as a tensor of the spectrum's own shape: a product
 * without broadcasting. The last one made is kept, as every step of an ascent asks for the same.
 */
final class SpectrumScale {
  private final Function<Shape, double[]> factors;
  private volatile Made last;

  private record Made(Shape image, DType type, Tensor scale) {}

  /**
   * @param factors of an image [N×C×H×W], [H×(⌊W/2⌋+1)]
   */
  SpectrumScale(Function<Shape, double[]> factors) {
    this.factors = factors;
  }

  /** The factors for an image [N×C×H×W], [N×C×H×(⌊W/2⌋+1)×2]. */
  Tensor of(Shape image, DType type) {
    Made made = last;
    if (made == null || !made.image.equals(image) || made.type != type) {
      made = new Made(image, type, make(image).cast(type));
      last = made;
    }
    return made.scale;
  }

  private Tensor make(Shape image) {
    double[] one = factors.apply(image);
    Shape shape = HalfSpectrum.shape(image);
    double[] all = new double[shape.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = one[i / 2 % one.length];
    }
    return Tensor.of(shape, all);
  }
}
