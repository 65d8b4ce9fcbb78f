package org.convscope.visualize.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.AdaptiveAveragePool;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Gemm;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Initialisation;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.Preprocessing;
import org.convscope.models.Pruning;
import org.convscope.models.Shapes;

/** A network cut after a layer, with a new classifier on top. */
public final class FreshHead {
  private static final String NAME = "finetune.";
  private static final String FEATURES = NAME + "features";
  private static final String LOGITS = NAME + "logits";
  private static final String WEIGHT = NAME + "weight";
  private static final String BIAS = NAME + "bias";
  private static final Set<String> CLASSIFIERS = Set.of("conv", "gemm", "linear", "matmul");

  private FreshHead() {}

  /**
   * The value that a network's own classifier reads: the input of the last convolution or fully
   * connected layer.
   *
   * @throws IllegalArgumentException if the network has no such layer
   */
  public static String before(Network network) {
    List<Node> nodes = Pruning.ancestors(network.nodes(), Set.copyOf(network.outputs()));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (CLASSIFIERS.contains(nodes.get(i).op().type())) {
        return nodes.get(i).inputs().get(0);
      }
    }
    throw new IllegalArgumentException(
        "finetune: a network with a convolution or a fully connected layer is needed, got "
            + network);
  }

  /**
   * The network up to a layer with its weights, then the mean of feature maps [N×C×H×W] over
   * pool×pool cells, and a linear layer [N×classes] with a bias of 0 and weights by Glorot and
   * Bengio (2010). The batch may have any size.
   *
   * @param seed of the new weights
   * @throws IllegalArgumentException if the layer's value is neither [N×C×H×W] nor [N×C]
   */
  static Network on(
      Kernels kernels,
      Network network,
      Preprocessing preprocessing,
      ProbedLayer layer,
      int classes,
      long seed) {
    List<Node> nodes = new ArrayList<>(Pruning.ancestors(network.nodes(), Set.of(layer.value())));
    Network kept = network(network, nodes, layer.value(), Map.of());
    Shape image =
        Shape.of(1, preprocessing.mean().size(), preprocessing.height(), preprocessing.width());
    Shape shape = Shapes.of(kernels, kept, image).get(layer.value());
    int features;
    String last = layer.value();
    switch (shape.rank()) {
      case 2 -> features = shape.dim(1);
      case 4 -> {
        features = shape.dim(1) * layer.pool() * layer.pool();
        Op mean = AdaptiveAveragePool.to(layer.pool(), layer.pool());
        nodes.add(node("pool", mean, List.of(last), NAME + "pool"));
        nodes.add(node("flatten", new Flatten(1), List.of(NAME + "pool"), FEATURES));
        last = FEATURES;
      }
      default ->
          throw new IllegalArgumentException(
              "finetune: a layer with features [N×C×H×W] or [N×C] is needed, got %s %s"
                  .formatted(layer.name(), shape));
    }
    Op linear = new Gemm(1, 1, false, true);
    nodes.add(node("linear", linear, List.of(last, WEIGHT, BIAS), LOGITS));
    Map<String, Tensor> head = new LinkedHashMap<>();
    head.put(WEIGHT, Initialisation.xavier(seed).weight(WEIGHT, Shape.of(classes, features)));
    head.put(BIAS, Tensor.zeros(DType.FLOAT, Shape.of(classes)));
    return network(network, nodes, LOGITS, head);
  }

  /** How many numbers the new classifier of a network reads. */
  static int features(Network network) {
    return network.parameters().get(WEIGHT).shape().dim(1);
  }

  private static Node node(String name, Op op, List<String> inputs, String output) {
    return new Node(NAME + name, op, inputs, List.of(output));
  }

  /** Some nodes of a network with the parameters that they read, for any number of images. */
  private static Network network(
      Network from, List<Node> nodes, String output, Map<String, Tensor> more) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (Node n : nodes) {
      for (String in : n.inputs()) {
        if (from.parameters().containsKey(in)) {
          parameters.put(in, from.parameters().get(in));
        }
      }
    }
    parameters.putAll(more);
    Input input = from.input();
    List<Integer> dims = new ArrayList<>(input.dims());
    if (input.ranked()) {
      dims.set(0, -1);
    }
    Input any = new Input(input.name(), input.type(), dims, input.ranked());
    return new Network(
        from.name(), List.of(any), nodes, List.of(output), parameters, from.metadata());
  }
}
