package org.convscope.importer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.importer.format.OnnxGraph;
import org.convscope.importer.format.OnnxNode;
import org.convscope.importer.format.OnnxValue;

/** Checks that a graph's names fit together and puts its nodes in order. */
final class NodeOrder {
  private final OnnxGraph graph;
  private final Set<String> given = new HashSet<>();
  private final Map<String, Integer> makers = new HashMap<>();

  private NodeOrder(OnnxGraph graph) {
    this.graph = graph;
    given.addAll(graph.initializers().keySet());
    for (OnnxValue v : graph.inputs()) {
      if (v.name().isEmpty()
          || (!given.add(v.name()) && !graph.initializers().containsKey(v.name()))) {
        throw new IllegalArgumentException(
            "inputs need names of their own, got \"" + v.name() + "\" twice or empty");
      }
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String out : graph.nodes().get(i).outputs()) {
        if (!out.isEmpty() && (given.contains(out) || makers.put(out, i) != null)) {
          throw new IllegalArgumentException(
              "every value is made once, got \"%s\" twice (node \"%s\")"
                  .formatted(out, graph.nodes().get(i).label()));
        }
      }
    }
  }

  /**
   * The graph's nodes in topological order; those that are in order already keep it.
   *
   * @throws IllegalArgumentException if names are used twice, values are missing, or nodes wait for
   *     each other
   */
  static List<OnnxNode> of(OnnxGraph graph) {
    NodeOrder order = new NodeOrder(graph);
    List<OnnxNode> sorted = order.sorted();
    for (OnnxValue out : graph.outputs()) {
      if (!order.given.contains(out.name()) && !order.makers.containsKey(out.name())) {
        throw new IllegalArgumentException("nothing makes the output \"" + out.name() + "\"");
      }
    }
    return sorted;
  }

  private List<OnnxNode> sorted() {
    List<OnnxNode> nodes = graph.nodes();
    int[] waits = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    nodes.forEach(n -> readers.add(new ArrayList<>()));
    ArrayDeque<Integer> ready = new ArrayDeque<>();
    boolean inOrder = true;
    for (int i = 0; i < nodes.size(); i++) {
      for (String in : nodes.get(i).inputs()) {
        if (!in.isEmpty() && !given.contains(in)) {
          int maker = maker(in, nodes.get(i));
          readers.get(maker).add(i);
          waits[i]++;
          inOrder &= maker < i;
        }
      }
      if (waits[i] == 0) {
        ready.add(i);
      }
    }
    if (inOrder) {
      return nodes;
    }
    List<OnnxNode> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int i = ready.remove();
      sorted.add(nodes.get(i));
      for (int reader : readers.get(i)) {
        if (--waits[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      int stuck = 0;
      while (waits[stuck] == 0) {
        stuck++;
      }
      throw new IllegalArgumentException(
          "the graph must not have cycles, got one through node \"%s\""
              .formatted(nodes.get(stuck).label()));
    }
    return sorted;
  }

  private int maker(String value, OnnxNode reader) {
    Integer maker = makers.get(value);
    if (maker == null) {
      throw new IllegalArgumentException(
          "node \"%s\" (%s) reads \"%s\", which nothing makes"
              .formatted(reader.label(), reader.opType(), value));
    }
    return maker;
  }
}
