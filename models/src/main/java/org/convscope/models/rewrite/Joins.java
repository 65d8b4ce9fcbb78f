package org.convscope.models.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.JoinedConvolutions;
import org.convscope.models.Node;

/**
 * Has convolution blocks write straight into the concatenation of their outputs, where nothing else
 * reads them.
 */
final class Joins {
  private final Reads reads;
  private final Map<String, Node> blocks = new HashMap<>();

  private Joins(List<Node> nodes, Set<String> kept) {
    reads = new Reads(nodes, kept);
    for (Node n : nodes) {
      if (n.op() instanceof ConvBlock b && b.sum().isEmpty()) {
        blocks.put(n.output(), n);
      }
    }
  }

  /** The nodes with joined convolutions in the places of their concatenations. */
  static List<Node> applied(List<Node> nodes, Set<String> kept) {
    Joins joins = new Joins(nodes, kept);
    Set<Node> gone = new HashSet<>();
    Map<Node, Node> joined = new HashMap<>();
    for (Node n : nodes) {
      if (n.op() instanceof Concat c && c.axis() == 1 && joins.ownsAll(n.inputs())) {
        List<Node> parts = n.inputs().stream().map(joins.blocks::get).toList();
        joined.put(n, join(n, parts));
        gone.addAll(parts);
      }
    }
    return nodes.stream()
        .map(n -> gone.contains(n) ? null : joined.getOrDefault(n, n))
        .filter(Objects::nonNull)
        .toList();
  }

  /** True if all values come from blocks and nobody but their one reader sees them. */
  private boolean ownsAll(List<String> values) {
    return values.stream().allMatch(v -> blocks.containsKey(v) && reads.once(v));
  }

  private static Node join(Node concat, List<Node> parts) {
    List<String> inputs = new ArrayList<>();
    List<ConvBlock> ops = new ArrayList<>();
    for (Node part : parts) {
      inputs.addAll(part.inputs());
      ops.add((ConvBlock) part.op());
    }
    return new Node(
        concat.name(), new JoinedConvolutions(ops, concat.name()), inputs, concat.outputs());
  }
}
