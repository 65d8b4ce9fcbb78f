package org.convscope.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Module paths of nodes, from whatever their file has: node names of scopes ({@code
 * /layer1/layer1.0/conv1/Conv}), or else the names of a node's weights ({@code conv1.weight},
 * {@code conv1_w_0}).
 */
final class ModulePaths {
  private static final List<String> WEIGHT_ENDINGS =
      List.of(".weight", "/weight", "_weight", "_w_0", "_W", "_scale_0", "/gamma", "_gamma");

  private final Map<Node, String> scopes = new LinkedHashMap<>();
  private final Map<Node, String> paths = new LinkedHashMap<>();

  ModulePaths(Network network) {
    Map<String, Node> last = new HashMap<>();
    Map<String, Integer> uses = new HashMap<>();
    for (Node n : network.nodes()) {
      String scope = scope(network, n);
      scopes.put(n, scope);
      enclosing(scope).forEach(module -> last.put(module, n));
      uses.merge(dotted(n, scope), 1, Integer::sum);
    }
    for (Node n : network.nodes()) {
      String scope = scopes.get(n);
      String dotted = dotted(n, scope);
      boolean shows = last.get(scope) == n;
      paths.put(n, shows ? scope : uses.get(dotted) == 1 ? dotted : n.name());
    }
  }

  /** A module and all that it is in: layer1.0.conv1, layer1.0, layer1. */
  static List<String> enclosing(String scope) {
    List<String> modules = new ArrayList<>();
    for (int dot = scope.length(); dot > 0; dot = scope.lastIndexOf('.', dot - 1)) {
      modules.add(scope.substring(0, dot));
    }
    return modules;
  }

  /** The module that a node belongs to; empty if it is in none. */
  String scope(Node n) {
    return scopes.get(n);
  }

  /** The shortest name that means this node alone. */
  String path(Node n) {
    return paths.get(n);
  }

  /** Scope and operator: {@code layer1.0.Add}. */
  String dotted(Node n) {
    return dotted(n, scopes.get(n));
  }

  private static String dotted(Node n, String scope) {
    String operator = n.name().substring(n.name().lastIndexOf('/') + 1);
    return scope.isEmpty() || scope.equals(n.name()) ? operator : scope + "." + operator;
  }

  private static String scope(Network network, Node n) {
    String[] parts = n.name().split("/");
    if (parts.length > 1 && !parts[parts.length - 1].isEmpty()) {
      return joined(List.of(parts).subList(0, parts.length - 1));
    }
    for (String in : n.inputs().subList(Math.min(1, n.inputs().size()), n.inputs().size())) {
      for (String ending : WEIGHT_ENDINGS) {
        if (network.parameters().containsKey(in) && in.endsWith(ending)) {
          return in.substring(0, in.length() - ending.length());
        }
      }
    }
    return n.name();
  }

  /** Parts of a scope; a member of a sequence repeats its name: features/features.3. */
  private static String joined(List<String> parts) {
    StringBuilder path = new StringBuilder();
    String previous = null;
    for (String part : parts) {
      if (part.isEmpty()) {
        continue;
      }
      if (previous != null && part.startsWith(previous + ".")) {
        path.append(part, previous.length(), part.length());
      } else {
        path.append(path.isEmpty() ? "" : ".").append(part);
      }
      previous = part;
    }
    return path.toString();
  }
}
