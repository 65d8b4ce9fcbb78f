package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * Normalises each group of channels of each image by its own mean and variance (Wu and He 2018;
 * ONNX GroupNormalization 21): inputs x [N×C×...], scale and bias [C].
 *
 * @param groups channels divide by it
 * @param epsilon added to the variance
 */
public record GroupNorm(int groups, double epsilon) implements Composed {
  @Override
  public String type() {
    return "group_norm";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    if (groups < 1 || x.rank() < 2 || x.dim(1) % groups != 0) {
      throw new IllegalArgumentException(
          "group_norm: channels must divide by groups, got %s and groups %d".formatted(x, groups));
    }
    requireChannels("group_norm", inputs);
    return List.of(x);
  }

  static void requireChannels(String op, List<Shape> inputs) {
    Shape channels = Shape.of(inputs.get(0).dim(1));
    if (!inputs.get(1).equals(channels) || !inputs.get(2).equals(channels)) {
      throw new IllegalArgumentException(
          "%s: scale and bias must have one number per channel, got %s and %s for %s"
              .formatted(op, inputs.get(1), inputs.get(2), inputs.get(0)));
    }
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Shape x = inputs.get(0).value().shape();
    Shape grouped = Shape.of(x.dim(0), groups, x.size(1, x.rank()) / groups);
    Variable y =
        Standardised.of(tape, tape.apply(Reshape.to(grouped), inputs.get(0)), List.of(2), epsilon)
            .y();
    int[] dims = new int[x.rank()];
    Arrays.fill(dims, 1);
    dims[1] = x.dim(1);
    Reshape perChannel = Reshape.to(Shape.of(dims));
    Variable scaled =
        tape.apply(
            new Elementwise(Arithmetic.MUL),
            tape.apply(Reshape.to(x), y),
            tape.apply(perChannel, inputs.get(1)));
    return List.of(
        tape.apply(new Elementwise(Arithmetic.ADD), scaled, tape.apply(perChannel, inputs.get(2))));
  }
}
