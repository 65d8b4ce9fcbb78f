package org.convscope.models;

import java.util.HashMap;
import java.util.Map;

/**
 * Names of nodes as PyTorch's ONNX exporter writes them: the module {@code layer1.0.conv2} makes
 * {@code /layer1/layer1.0/conv2/Conv}; a module that is used again gets {@code relu_1}, {@code
 * relu_2}; a function inside a module makes {@code /layer1/layer1.0/Add}.
 */
final class NodeNames {
  private final Map<String, Integer> uses = new HashMap<>();

  /** The name of a call of a module. */
  String module(String path, String operator) {
    return again(scope(path)) + "/" + operator;
  }

  /** The name of a function called in a module, or in none if the path is empty. */
  String function(String path, String operator) {
    return again(scope(path) + "/" + operator);
  }

  /** The name of a node's first value. */
  static String value(String node) {
    return node + "_output_0";
  }

  private String again(String name) {
    int before = uses.merge(name, 1, Integer::sum) - 1;
    return before == 0 ? name : name + "_" + before;
  }

  /** Members of a sequence repeat its name: {@code features.3.squeeze} is features/features.3/…. */
  private static String scope(String path) {
    StringBuilder scope = new StringBuilder();
    String previous = "";
    for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
      boolean member = !previous.isEmpty() && part.chars().allMatch(Character::isDigit);
      previous = member ? previous + "." + part : part;
      scope.append('/').append(previous);
    }
    return scope.toString();
  }
}
