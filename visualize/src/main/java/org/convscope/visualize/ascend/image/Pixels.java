package org.convscope.visualize.ascend.image;

import java.util.Map;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Every pixel for itself: {@code image = x}. */
public record Pixels() implements Parametrisation {
  private static final String X = "pixels";

  @Override
  public String name() {
    return "pixel";
  }

  @Override
  public Map<String, Shape> shapes(Shape image) {
    return Map.of(X, image);
  }

  @Override
  public Map<String, Tensor> random(Shape image, double deviation, CounterRandom noise) {
    return Noise.normal(shapes(image), deviation, noise);
  }

  @Override
  public Map<String, Tensor> encode(Kernels kernels, Tensor image) {
    return Map.of(X, image);
  }

  @Override
  public Variable image(Tape tape, Map<String, Variable> parameters, Shape image) {
    return parameters.get(X);
  }
}
