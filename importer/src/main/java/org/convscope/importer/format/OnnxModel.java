package org.convscope.importer.format;

import java.util.Map;

/**
 * The contents of an ONNX file.
 *
 * @param irVersion version of the file format
 * @param opsets version of the operators, per domain; the default domain is {@code ""}
 * @param metadata the file's free key-value pairs
 * @param graph the network
 */
public record OnnxModel(
    long irVersion, Map<String, Long> opsets, Map<String, String> metadata, OnnxGraph graph) {
  public OnnxModel {
    opsets = Map.copyOf(opsets);
    metadata = Map.copyOf(metadata);
  }
}
