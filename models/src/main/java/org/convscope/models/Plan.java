package org.convscope.models;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes that a request needs, in order, and when each value is read for the last time.
 *
 * @param request what is asked for
 * @param nodes in topological order
 * @param lastUse value name → index of the last node that reads it; absent if none does
 */
record Plan(Request request, List<Node> nodes, Map<String, Integer> lastUse) {
  /** Prunes {@code nodes} to the ancestors of the request's taps. */
  static Plan of(Request request, List<Node> nodes) {
    Set<String> needed = new HashSet<>(request.taps());
    boolean[] kept = new boolean[nodes.size()];
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node n = nodes.get(i);
      for (String out : n.outputs()) {
        kept[i] |= !out.isEmpty() && needed.contains(out);
      }
      if (kept[i]) {
        needed.addAll(n.inputs());
      }
    }
    List<Node> pruned =
        java.util.stream.IntStream.range(0, nodes.size())
            .filter(i -> kept[i])
            .mapToObj(nodes::get)
            .toList();
    Map<String, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < pruned.size(); i++) {
      for (String in : pruned.get(i).inputs()) {
        lastUse.put(in, i);
      }
    }
    return new Plan(request, pruned, lastUse);
  }
}
