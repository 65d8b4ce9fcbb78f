package org.convscope.importer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.autograd.Op;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.ElementType;
import org.convscope.importer.format.ModelWriter;
import org.convscope.importer.format.OnnxGraph;
import org.convscope.importer.format.OnnxModel;
import org.convscope.importer.format.OnnxNode;
import org.convscope.importer.format.OnnxValue;
import org.convscope.importer.operators.Exports;
import org.convscope.importer.operators.Writing;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Node;

/** Turns a network into the contents of an ONNX file. */
final class GraphExport {
  private static final Set<String> MAKE_INT64 =
      Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero");
  private static final Set<String> MAKE_BOOL =
      Set.of(
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "And",
          "Or",
          "Xor",
          "Not",
          "IsNaN",
          "IsInf");

  private final Network network;
  private final Onnx.Weights weights;
  private final DType numbers;
  private final Map<String, Optional<Shape>> shapes = new HashMap<>();
  private final Map<String, DType> types = new HashMap<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final Map<String, ModelWriter.Half> halves = new LinkedHashMap<>();
  private final List<OnnxNode> nodes = new ArrayList<>();

  GraphExport(Network network, Onnx.Weights weights) {
    this.network = network;
    this.weights = weights;
    this.numbers =
        network.inputs().stream()
            .map(Input::type)
            .filter(DType::isFloating)
            .findFirst()
            .orElse(DType.FLOAT);
  }

  /** The initializers that are written in half precision. */
  Map<String, ModelWriter.Half> halves() {
    return halves;
  }

  /** The contents of the file. */
  OnnxModel model() {
    network.parameters().forEach(this::parameter);
    List<OnnxValue> inputs = network.inputs().stream().map(this::input).toList();
    List<String> impossible = new ArrayList<>();
    for (Node n : network.nodes()) {
      try {
        write(n);
      } catch (IllegalArgumentException e) {
        impossible.add("node \"%s\" (%s): %s".formatted(n.name(), n.op().type(), e.getMessage()));
      }
    }
    if (!impossible.isEmpty()) {
      throw new IllegalArgumentException(
          "export: every operator must be one of ONNX's, got %d that are not: %s"
              .formatted(impossible.size(), String.join("; ", impossible)));
    }
    List<OnnxValue> outputs =
        network.outputs().stream()
            .map(o -> new OnnxValue(o, Optional.of(type(o)), Optional.empty()))
            .toList();
    return new OnnxModel(
        Exports.IR_VERSION,
        Map.of("", (long) Exports.OPSET),
        network.metadata(),
        new OnnxGraph(network.name(), nodes, initializers, inputs, outputs));
  }

  private void parameter(String name, Tensor value) {
    shapes.put(name, Optional.of(value.shape()));
    types.put(name, value.type());
    if (weights == Onnx.Weights.HALF && value.type() == DType.FLOAT && value.shape().rank() >= 2) {
      halves.put(name + "/half", new ModelWriter.Half(value));
      nodes.add(
          new OnnxNode(
              name + "/Cast",
              "",
              "Cast",
              List.of(name + "/half"),
              List.of(name),
              Map.of("to", 1L)));
    } else {
      initializers.put(name, value);
    }
  }

  private OnnxValue input(Input i) {
    int[] dims = i.dims().stream().mapToInt(Integer::intValue).toArray();
    if (dims.length > 0 && dims[0] < 0) {
      dims[0] = 1;
    }
    boolean known = i.ranked() && Arrays.stream(dims).allMatch(d -> d >= 0);
    shapes.put(i.name(), known ? Optional.of(Shape.of(dims)) : Optional.empty());
    types.put(i.name(), i.type());
    return new OnnxValue(
        i.name(),
        Optional.of(i.type()),
        i.ranked()
            ? Optional.of(i.dims().stream().map(Integer::longValue).toList())
            : Optional.empty());
  }

  private void write(Node n) {
    List<Optional<Shape>> in =
        n.inputs().stream().map(v -> shapes.getOrDefault(v, Optional.empty())).toList();
    Writing out = new Writing(n, in, n.inputs().isEmpty() ? numbers : type(n.inputs().get(0)));
    Exports.write(n.op(), out);
    initializers.putAll(out.constants());
    out.constants().forEach((name, value) -> types.put(name, value.type()));
    nodes.addAll(out.written());
    out.written().forEach(this::type);
    shape(n, in);
  }

  private void shape(Node n, List<Optional<Shape>> in) {
    List<Shape> known = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      if (!n.inputs().get(i).isEmpty() && in.get(i).isEmpty()) {
        return;
      }
      known.add(in.get(i).orElse(null));
    }
    List<Shape> made = shapes(n.op(), known);
    for (int i = 0; i < made.size() && i < n.outputs().size(); i++) {
      shapes.put(n.outputs().get(i), Optional.of(made.get(i)));
    }
  }

  /** Unknown, too, where the shapes were found for another batch than the network is meant for. */
  private static List<Shape> shapes(Op op, List<Shape> inputs) {
    try {
      return op.shapes(inputs);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private DType type(String value) {
    return types.getOrDefault(value, numbers);
  }

  /** Notes the types of what a node makes; mostly that of its first input. */
  private void type(OnnxNode n) {
    DType type = n.inputs().isEmpty() ? numbers : type(n.inputs().get(0));
    if (MAKE_INT64.contains(n.opType())) {
      type = DType.INT64;
    } else if (MAKE_BOOL.contains(n.opType())) {
      type = DType.BOOL;
    } else if (n.opType().equals("Cast")) {
      type = ElementType.of((Long) n.attributes().get("to")).type();
    } else if (n.opType().equals("EyeLike") && n.attributes().get("dtype") instanceof Long to) {
      type = ElementType.of(to).type();
    } else if (n.opType().equals("Where") || n.opType().equals("CastLike")) {
      type = type(n.inputs().get(1));
    } else if (n.opType().equals("OneHot")) {
      type = type(n.inputs().get(2));
    } else if (n.opType().equals("ConstantOfShape")) {
      type = n.attributes().get("value") instanceof Tensor t ? t.type() : DType.FLOAT;
    }
    for (int i = 0; i < n.outputs().size(); i++) {
      types.put(n.outputs().get(i), i == 0 ? type : second(n.opType(), type));
    }
  }

  private static DType second(String opType, DType first) {
    return switch (opType) {
      case "MaxPool", "TopK" -> DType.INT64;
      case "Dropout" -> DType.BOOL;
      default -> first;
    };
  }
}
