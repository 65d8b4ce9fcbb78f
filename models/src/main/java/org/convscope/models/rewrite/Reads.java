package org.convscope.models.rewrite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.models.Node;

/** Who reads the values of a graph. */
final class Reads {
  private final Set<String> kept;
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Counts.
   *
   * @param kept values that are asked for besides
   */
  Reads(List<Node> nodes, Set<String> kept) {
    this.kept = kept;
    nodes.forEach(n -> n.inputs().forEach(in -> counts.merge(in, 1, Integer::sum)));
  }

  /** True if one node reads the value and nobody else needs it. */
  boolean once(String value) {
    return counts.getOrDefault(value, 0) == 1 && !kept.contains(value);
  }
}
