package org.convscope.visualize.ascend.image;

import java.util.Map;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * An image [N×C×H×W] as a differentiable function of named parameters. Which one is chosen changes
 * nothing about what images there are, only the direction in which ascent goes: a preconditioning.
 */
public sealed interface Parametrisation permits Pixels, Fourier, LaplacianPyramid, FixedMagnitude {
  /** What results call it. */
  String name();

  /** The parameters' shapes by name, the batch and the colours first. */
  Map<String, Shape> shapes(Shape image);

  /**
   * Parameters to start from.
   *
   * @param noise independent standard normal numbers, asked for by parameter
   */
  Map<String, Tensor> random(Shape image, double deviation, CounterRandom noise);

  /** Parameters that show an image as nearly as this parametrisation can. */
  Map<String, Tensor> encode(Kernels kernels, Tensor image);

  /** The image of some parameters. */
  Variable image(Tape tape, Map<String, Variable> parameters, Shape image);
}
