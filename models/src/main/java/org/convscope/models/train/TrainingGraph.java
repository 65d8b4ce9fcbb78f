package org.convscope.models.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.CrossEntropy;
import org.convscope.autograd.op.Dropout;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.autograd.op.Softmax;
import org.convscope.autograd.op.TrainingBatchNorm;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Tensor;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Node;

/**
 * A classifier's graph as it is trained: batch normalisation with the batch's statistics (momentum
 * 0.1, unbiased running variance, as in PyTorch), dropout active, a final softmax left out, and the
 * cross-entropy of the logits against the input {@link #TARGET} as the value {@link #LOSS}.
 */
final class TrainingGraph {
  /** Name of the class indices' input, INT64 [N]. */
  static final String TARGET = "training.target";

  /** Name of the loss, a scalar. */
  static final String LOSS = "training.loss";

  private static final double MOMENTUM = 0.1;
  private static final Set<String> LEARNING =
      Set.of(
          "conv",
          "conv_transpose",
          "gemm",
          "linear",
          "matmul",
          "batch_norm",
          "prelu",
          "layer_norm",
          "group_norm",
          "instance_norm");

  private final Network network;
  private final String logits;
  private final double smoothing;
  private final Map<String, String> statistics = new LinkedHashMap<>();
  private final List<String> learned;

  /**
   * @param network a network of one output [N×classes], logits or their softmax
   * @param smoothing label smoothing in [0, 1)
   */
  TrainingGraph(Network network, double smoothing) {
    this.network = network;
    this.smoothing = smoothing;
    this.logits = logits(network);
    for (Node n : network.nodes()) {
      if (n.op() instanceof BatchNorm) {
        statistics.put(n.inputs().get(3), n.output() + ".running_mean");
        statistics.put(n.inputs().get(4), n.output() + ".running_variance");
      }
    }
    this.learned = learned();
  }

  private static String logits(Network network) {
    if (network.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "training: a network with one output is needed, got " + network.outputs());
    }
    String out = network.outputs().get(0);
    return network
        .producer(out)
        .filter(n -> n.op() instanceof Softmax)
        .map(n -> n.inputs().get(0))
        .orElse(out);
  }

  private List<String> learned() {
    Set<String> names = new LinkedHashSet<>();
    for (Node n : network.nodes()) {
      for (String in : n.inputs()) {
        if (LEARNING.contains(n.op().type())
            && network.parameters().containsKey(in)
            && network.parameters().get(in).type().isFloating()
            && !statistics.containsKey(in)) {
          names.add(in);
        }
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "training: the network " + network.name() + " has no parameters to learn");
    }
    return List.copyOf(names);
  }

  /** The parameters that gradients move, in the order of their first use. */
  List<String> learnedNames() {
    return learned;
  }

  /** Running statistics: parameter name → the value that holds its successor. */
  Map<String, String> statistics() {
    return statistics;
  }

  String logitsName() {
    return logits;
  }

  /**
   * The graph of one step.
   *
   * @param parameters current parameters and statistics
   * @param random the step's random numbers, for dropout
   */
  Network at(Map<String, Tensor> parameters, CounterRandom random) {
    List<Node> nodes = new ArrayList<>();
    for (Node n : network.nodes()) {
      if (n.op() instanceof BatchNorm norm) {
        nodes.add(
            new Node(
                n.name(),
                new TrainingBatchNorm(
                    norm.epsilon(), MOMENTUM, TrainingBatchNorm.Variance.UNBIASED),
                n.inputs(),
                List.of(
                    n.output(),
                    statistics.get(n.inputs().get(3)),
                    statistics.get(n.inputs().get(4)))));
      } else if (n.op() instanceof InferenceDropout dropout) {
        long seed = random.stream(n.name()).bits(0);
        nodes.add(new Node(n.name(), new Dropout(dropout.rate(), seed), n.inputs(), n.outputs()));
      } else {
        nodes.add(n);
      }
    }
    nodes.add(
        new Node(
            LOSS,
            new CrossEntropy(CrossEntropy.Over.MEAN, smoothing),
            List.of(logits, TARGET),
            List.of(LOSS)));
    // They change after the step: packed for it, they are not worth keeping.
    Map<String, Tensor> leaves = new LinkedHashMap<>(parameters);
    learned.forEach(name -> leaves.computeIfPresent(name, (n, t) -> t.forOnePass()));
    List<Input> inputs = new ArrayList<>(network.inputs());
    inputs.add(new Input(TARGET, DType.INT64, List.of(-1), true));
    return new Network(network.name(), inputs, nodes, List.of(LOSS), leaves, network.metadata());
  }
}
