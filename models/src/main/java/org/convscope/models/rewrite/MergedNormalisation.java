package org.convscope.models.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Conv;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Node;

/**
 * A network in which batch normalisation right after a convolution has become part of that
 * convolution, as relevance propagation needs it. Values keep their names, except that the
 * convolution's own value is gone.
 */
public final class MergedNormalisation {
  private MergedNormalisation() {}

  /** The network with all such pairs merged; itself if there are none. */
  public static Network of(Network network) {
    Map<String, List<Node>> readers = new HashMap<>();
    for (Node n : network.nodes()) {
      n.inputs().forEach(in -> readers.computeIfAbsent(in, k -> new ArrayList<>()).add(n));
    }
    Folding folding = new Folding(network.parameters());
    Map<String, Tensor> parameters = new LinkedHashMap<>(network.parameters());
    Map<Node, Node> merged = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node n : network.nodes()) {
      Node norm = normOf(n, readers, network);
      if (norm != null && folding.applies(n, norm)) {
        Folding.Folded folded = folding.folded(n, norm);
        String weight = n.name() + " merged weight";
        String bias = n.name() + " merged bias";
        parameters.put(weight, folded.weight());
        parameters.put(bias, folded.bias());
        List<String> inputs = List.of(n.inputs().get(0), weight, bias);
        merged.put(norm, n);
        nodes.add(new Node(n.name(), n.op(), inputs, norm.outputs().subList(0, 1)));
      } else if (!merged.containsKey(n)) {
        nodes.add(n);
      }
    }
    return merged.isEmpty()
        ? network
        : new Network(
            network.name(),
            network.inputs(),
            nodes,
            network.outputs(),
            parameters,
            network.metadata());
  }

  /** The normalisation that alone reads a convolution's value; null if there is none. */
  private static Node normOf(Node conv, Map<String, List<Node>> readers, Network network) {
    List<Node> reading = readers.getOrDefault(conv.output(), List.of());
    boolean alone = reading.size() == 1 && !network.outputs().contains(conv.output());
    return conv.op() instanceof Conv
            && alone
            && reading.get(0).op() instanceof BatchNorm
            && reading.get(0).inputs().get(0).equals(conv.output())
        ? reading.get(0)
        : null;
  }
}
