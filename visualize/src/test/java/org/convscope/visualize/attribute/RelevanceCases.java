package org.convscope.visualize.attribute;

import java.util.List;
import java.util.Map;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.engine.Reduction;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Node;

/** Networks whose relevance can be worked out by hand. */
final class RelevanceCases {
  private RelevanceCases() {}

  /** {@code mean(ReLU(conv 1×1(x)))}, one class per filter. */
  static Network oneConvolution(Tensor weight, int height, int width) {
    return new Network(
        "one",
        List.of(Input.image("x", weight.shape().dim(1), height, width)),
        List.of(
            new Node(
                "conv", new Conv(Window.square(1, 1, 0)), List.of("x", "weight"), List.of("a")),
            new Node("relu", new Activation(Functions.RELU), List.of("a"), List.of("b")),
            new Node("pool", new GlobalPool(Reduction.MEAN), List.of("b"), List.of("c")),
            new Node("flat", new Flatten(1), List.of("c"), List.of("logits"))),
        List.of("logits"),
        Map.of("weight", weight),
        Map.of());
  }
}
