package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * Normalises each channel of each image by its own mean and variance (Ulyanov et al. 2016; ONNX
 * InstanceNormalization): inputs x [N×C×...], scale and bias [C].
 *
 * @param epsilon added to the variance
 */
public record InstanceNorm(double epsilon) implements Composed {
  @Override
  public String type() {
    return "instance_norm";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    if (inputs.get(0).rank() < 3) {
      throw new IllegalArgumentException(
          "instance_norm: an input [N×C×spatial] is needed, got " + inputs.get(0));
    }
    GroupNorm.requireChannels("instance_norm", inputs);
    return List.of(inputs.get(0));
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    int channels = inputs.get(0).value().shape().dim(1);
    return new GroupNorm(channels, epsilon).compose(tape, inputs);
  }
}
