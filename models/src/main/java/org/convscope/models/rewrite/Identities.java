package org.convscope.models.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.models.Node;

/** Removes nodes that hand on what they get. */
final class Identities {
  private Identities() {}

  /** The nodes without identities; one whose output must be kept stays. */
  static List<Node> removed(List<Node> nodes, Set<String> kept) {
    Map<String, String> source = new HashMap<>();
    List<Node> left = new ArrayList<>();
    for (Node n : nodes) {
      List<String> inputs = n.inputs().stream().map(i -> source.getOrDefault(i, i)).toList();
      if ((n.op() instanceof Identity || n.op() instanceof InferenceDropout)
          && !kept.contains(n.output())) {
        source.put(n.output(), inputs.get(0));
      } else {
        left.add(new Node(n.name(), n.op(), inputs, n.outputs()));
      }
    }
    return left;
  }
}
