package org.convscope.visualize.ascend.image;

import static org.convscope.autograd.op.Arithmetic.ADD;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Interpolation;
import org.convscope.autograd.op.Resize;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * A sum of images of halving size, each enlarged bilinearly: low frequencies move as fast as high
 * ones.
 *
 * @param levels number of sizes; 4 by default
 */
public record LaplacianPyramid(int levels) implements Parametrisation {
  public LaplacianPyramid {
    if (levels < 1 || levels > 12) {
      throw new IllegalArgumentException("laplacian: 1 to 12 levels are needed, got " + levels);
    }
  }

  @Override
  public String name() {
    return "laplacian";
  }

  @Override
  public Map<String, Shape> shapes(Shape image) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int level = 0; level < levels; level++) {
      int h = Math.max(1, image.dim(2) >> level);
      int w = Math.max(1, image.dim(3) >> level);
      shapes.put("level" + level, Shape.of(image.dim(0), image.dim(1), h, w));
    }
    return shapes;
  }

  @Override
  public Map<String, Tensor> random(Shape image, double deviation, CounterRandom noise) {
    return Noise.normal(shapes(image), deviation, noise);
  }

  /** The finest level holds all of it. */
  @Override
  public Map<String, Tensor> encode(Kernels kernels, Tensor image) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    shapes(image.shape()).forEach((name, s) -> all.put(name, Tensor.zeros(image.type(), s)));
    all.put("level0", image);
    return all;
  }

  @Override
  public Variable image(Tape tape, Map<String, Variable> parameters, Shape image) {
    Interpolation linear = Interpolation.linear(Interpolation.Coordinates.HALF_PIXEL);
    Resize enlarge = Resize.image(image.dim(2), image.dim(3), linear);
    Variable sum = parameters.get("level0");
    for (int level = 1; level < levels; level++) {
      Variable finer = tape.apply(enlarge, parameters.get("level" + level));
      sum = tape.apply(new Elementwise(ADD), sum, finer);
    }
    return sum;
  }
}
