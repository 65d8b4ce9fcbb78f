package org.convscope.importer.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One node of an ONNX graph.
 *
 * @param name may be empty
 * @param domain {@code ""} for ONNX's own operators
 * @param opType the operator
 * @param inputs tensor names; empty for an omitted optional input
 * @param outputs tensor names; empty for an output that is not wanted
 * @param attributes by name: {@code Float}, {@code Long}, {@code String}, {@code Tensor}, {@code
 *     float[]}, {@code long[]}, {@code List<String>}, or {@link Unread}
 */
public record OnnxNode(
    String name,
    String domain,
    String opType,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {

  /** An attribute of a kind that no supported operator has: a graph, say. */
  public record Unread(String kind) {}

  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The node's name, or its first output's where it has none. */
  public String label() {
    if (!name.isEmpty()) {
      return name;
    }
    return outputs.isEmpty() ? "" : outputs.get(0);
  }
}
