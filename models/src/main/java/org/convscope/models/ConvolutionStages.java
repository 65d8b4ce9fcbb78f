package org.convscope.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.InferenceDropout;

/**
 * A network's convolutions in topological order. In a network of the shape of AlexNet or ZFNet, one
 * chain of convolutions each with its activation, they are its stages.
 */
final class ConvolutionStages {
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final List<Node> convolutions = new ArrayList<>();
  private final boolean chain;

  ConvolutionStages(Network network) {
    int last = -1;
    for (int i = 0; i < network.nodes().size(); i++) {
      Node n = network.nodes().get(i);
      n.inputs().forEach(in -> readers.computeIfAbsent(in, k -> new ArrayList<>()).add(n));
      if (n.op() instanceof Conv) {
        convolutions.add(n);
        last = i;
      }
    }
    chain =
        network.nodes().subList(0, last + 1).stream()
                .allMatch(n -> readers.getOrDefault(n.output(), List.of()).size() <= 1)
            && convolutions.stream().allMatch(c -> activation(c).isPresent());
  }

  List<Node> convolutions() {
    return convolutions;
  }

  /** The activation that shows a convolution's stage, in a network that is a chain of stages. */
  Optional<Node> stage(Node convolution) {
    return chain ? activation(convolution) : Optional.empty();
  }

  /** The activation after a convolution, normalisation in between allowed. */
  private Optional<Node> activation(Node convolution) {
    Node at = convolution;
    while (true) {
      List<Node> next = readers.getOrDefault(at.output(), List.of());
      if (next.size() != 1) {
        return Optional.empty();
      }
      at = next.get(0);
      if (at.op() instanceof Activation) {
        return Optional.of(at);
      }
      if (!(at.op() instanceof BatchNorm || at.op() instanceof InferenceDropout)) {
        return Optional.empty();
      }
    }
  }
}
