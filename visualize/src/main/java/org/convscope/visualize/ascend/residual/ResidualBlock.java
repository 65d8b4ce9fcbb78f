package org.convscope.visualize.ascend.residual;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.models.Network;
import org.convscope.models.Node;

/**
 * An addition of a branch of convolutions to what it started from.
 *
 * @param node name of the addition
 * @param shortcut which of its two inputs is the shorter way: the identity or its projection
 * @param entry the value that both ways start from
 * @param identity the value that arrives over the shortcut
 * @param branch the value that arrives over the branch
 * @param output the sum
 */
public record ResidualBlock(
    String node, int shortcut, String entry, String identity, String branch, String output) {
  private static final Set<String> DEEP = Set.of("conv", "conv_transpose", "gemm", "matmul");

  /** All residual blocks of a network in topological order. */
  public static List<ResidualBlock> of(Network network) {
    Map<String, Integer> depth = depths(network);
    List<ResidualBlock> found = new ArrayList<>();
    for (Node n : network.nodes()) {
      if (n.op().type().equals("add")) {
        Integer a = depth.get(n.inputs().get(0));
        Integer b = depth.get(n.inputs().get(1));
        if (a != null && b != null && !a.equals(b)) {
          block(network, depth, n, a < b ? 0 : 1).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** Convolutions on the longest way from the image to each value that depends on it. */
  private static Map<String, Integer> depths(Network network) {
    Map<String, Integer> depth = new HashMap<>();
    network.inputs().forEach(i -> depth.put(i.name(), 0));
    for (Node n : network.nodes()) {
      int most = -1;
      for (String in : n.inputs()) {
        most = Math.max(most, depth.getOrDefault(in, -1));
      }
      if (most >= 0) {
        int here = most + (DEEP.contains(n.op().type()) ? 1 : 0);
        n.outputs().forEach(out -> depth.put(out, here));
      }
    }
    return depth;
  }

  private static Optional<ResidualBlock> block(
      Network network, Map<String, Integer> depth, Node add, int shortcut) {
    String identity = add.inputs().get(shortcut);
    String branch = add.inputs().get(1 - shortcut);
    Set<String> below = ancestors(network, branch);
    String at = identity;
    while (!below.contains(at)) {
      List<String> from =
          network.producer(at).map(Node::inputs).orElse(List.of()).stream()
              .filter(depth::containsKey)
              .toList();
      if (from.size() != 1) {
        return Optional.empty();
      }
      at = from.get(0);
    }
    return Optional.of(new ResidualBlock(add.name(), shortcut, at, identity, branch, add.output()));
  }

  /** A value and everything that it is made of. */
  public static Set<String> ancestors(Network network, String value) {
    Set<String> all = new LinkedHashSet<>(Set.of(value));
    List<String> open = new ArrayList<>(List.of(value));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      for (String in : network.producer(next).map(Node::inputs).orElse(List.of())) {
        if (!in.isEmpty() && all.add(in)) {
          open.add(in);
        }
      }
    }
    return new HashSet<>(all);
  }
}
