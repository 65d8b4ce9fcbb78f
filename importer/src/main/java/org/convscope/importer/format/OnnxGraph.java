package org.convscope.importer.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Tensor;

/**
 * The graph of an ONNX file, as it is stored there.
 *
 * @param name may be empty
 * @param nodes in the file's order
 * @param initializers constants by name; in old files their names are among the inputs too
 * @param inputs what the graph takes
 * @param outputs what the graph gives
 */
public record OnnxGraph(
    String name,
    List<OnnxNode> nodes,
    Map<String, Tensor> initializers,
    List<OnnxValue> inputs,
    List<OnnxValue> outputs) {
  public OnnxGraph {
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
