package org.convscope.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leaves out what a request does not need. */
public final class Pruning {
  private Pruning() {}

  /** The ancestors of {@code wanted} among {@code nodes}, in the same order. */
  public static List<Node> ancestors(List<Node> nodes, Set<String> wanted) {
    Set<String> needed = new HashSet<>(wanted);
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node n = nodes.get(i);
      if (n.outputs().stream().anyMatch(out -> !out.isEmpty() && needed.contains(out))) {
        needed.addAll(n.inputs());
        kept.add(n);
      }
    }
    Collections.reverse(kept);
    return kept;
  }
}
