package org.convscope.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.autograd.Op;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.importer.format.OnnxModel;
import org.convscope.importer.format.OnnxNode;
import org.convscope.importer.format.OnnxValue;
import org.convscope.importer.operators.Built;
import org.convscope.importer.operators.Call;
import org.convscope.importer.operators.Known;
import org.convscope.importer.operators.Operators;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Node;

/**
 * Turns the graph of an ONNX file into a network: operators into ops, initializers into parameters,
 * and everything that follows from constants alone into constants.
 */
final class GraphImport {
  private final OnnxModel model;
  private final int opset;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> nodeNames = new HashSet<>();
  private final Set<String> read = new HashSet<>();

  GraphImport(OnnxModel model) {
    this.model = model;
    long version = model.opsets().get("");
    if (version < 1 || version > Onnx.NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "operator sets 1 to %d are supported, got %d".formatted(Onnx.NEWEST_OPSET, version));
    }
    this.opset = (int) version;
  }

  /** The network, under the given name. */
  Network network(String name) {
    requireSupported();
    List<OnnxNode> ordered = NodeOrder.of(model.graph());
    ordered.forEach(n -> read.addAll(n.inputs()));
    model.graph().outputs().forEach(o -> read.add(o.name()));
    model.graph().initializers().forEach(this::constant);
    List<Input> inputs = new ArrayList<>();
    for (OnnxValue v : model.graph().inputs()) {
      if (!constants.containsKey(v.name())) {
        inputs.add(input(v));
      }
    }
    try (Workers workers = Workers.of(1)) {
      Kernels kernels = new ScalarKernels(workers, new Buffers());
      for (OnnxNode n : ordered) {
        add(n, kernels);
      }
    }
    List<String> outputs = model.graph().outputs().stream().map(OnnxValue::name).toList();
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a graph has at least one output, got none");
    }
    return new Network(name, inputs, nodes, outputs, parameters(outputs), model.metadata());
  }

  private void requireSupported() {
    List<String> unsupported = new ArrayList<>();
    for (OnnxNode n : model.graph().nodes()) {
      if (!n.domain().isEmpty() || Operators.find(n.opType()).isEmpty()) {
        unsupported.add(
            "node \"%s\" (%s, domain %s, opset %s)"
                .formatted(
                    n.label(),
                    n.opType(),
                    n.domain().isEmpty() ? "ai.onnx" : n.domain(),
                    Optional.ofNullable(model.opsets().get(n.domain()))
                        .map(Object::toString)
                        .orElse("not declared")));
      }
    }
    if (!unsupported.isEmpty()) {
      throw new IllegalArgumentException(
          "operators must be supported, got %d that are not: %s"
              .formatted(unsupported.size(), String.join("; ", unsupported)));
    }
  }

  private void constant(String name, Tensor value) {
    constants.put(name, value);
    known.put(name, Known.of(value));
  }

  private Input input(OnnxValue v) {
    if (v.type().isEmpty() && v.dims().isEmpty()) {
      throw new IllegalArgumentException(
          "inputs must be tensors of numbers, got \"" + v.name() + "\"");
    }
    List<Integer> dims = new ArrayList<>();
    for (long d : v.dims().orElse(List.of())) {
      if (d > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "input \"%s\": dimensions must fit into 32 bits, got %d".formatted(v.name(), d));
      }
      dims.add((int) d);
    }
    known.put(v.name(), v.dims().isPresent() ? forTwoBatches(dims) : Known.NOTHING);
    return new Input(v.name(), v.type().orElse(DType.FLOAT), dims, v.dims().isPresent());
  }

  /** The shapes of an input of which only the first dimension, the batch, may be open. */
  private static Known forTwoBatches(List<Integer> dims) {
    int[] small = dims.stream().mapToInt(Integer::intValue).toArray();
    int[] large = small.clone();
    if (small.length > 0 && small[0] < 0) {
      small[0] = 2;
      large[0] = 3;
    }
    for (int d : small) {
      if (d < 0) {
        return Known.NOTHING;
      }
    }
    try {
      return Known.shaped(Shape.of(small), Shape.of(large));
    } catch (IllegalArgumentException e) {
      return Known.NOTHING;
    }
  }

  private void add(OnnxNode n, Kernels kernels) {
    try {
      Operators.Line line = Operators.find(n.opType()).orElseThrow();
      requireArity(n, line);
      List<String> outputs = line.outputs() == Operators.ANY ? n.outputs() : wanted(n.outputs());
      List<Known> inputs = new ArrayList<>();
      for (String in : n.inputs()) {
        inputs.add(in.isEmpty() ? Known.ABSENT : known.getOrDefault(in, Known.NOTHING));
      }
      Call call = new Call(n.opType(), opset, outputs.size(), n.attributes());
      Built built = Built.of(call, line.entry(), inputs);
      boolean constant = inputs.stream().allMatch(k -> !k.present() || k.value() != null);
      if (constant) {
        fold(n, built, kernels);
      } else {
        emit(n, built, outputs);
      }
    } catch (RuntimeException e) {
      // Hostile attributes can break arithmetic anywhere; all of it is the file's fault.
      String why = e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
      throw new IllegalArgumentException(
          "node \"%s\" (%s): %s".formatted(n.label(), n.opType(), why), e);
    }
  }

  private static void requireArity(OnnxNode n, Operators.Line line) {
    int there = (int) n.inputs().stream().filter(s -> !s.isEmpty()).count();
    boolean gap = n.inputs().stream().limit(line.least()).anyMatch(String::isEmpty);
    gap |= line.most() == Operators.ANY && there < n.inputs().size();
    if (gap || there < line.least() || n.inputs().size() > line.most()) {
      throw new IllegalArgumentException(
          "takes %s inputs, got %s"
              .formatted(
                  line.most() == line.least()
                      ? line.least()
                      : line.least()
                          + (line.most() == Operators.ANY ? " or more" : " to " + line.most()),
                  n.inputs()));
    }
    if (n.outputs().isEmpty() || n.outputs().size() > line.outputs()) {
      throw new IllegalArgumentException(
          "gives %s, got %d"
              .formatted(
                  line.outputs() == 1 ? "1 output" : "1 to " + line.outputs() + " outputs",
                  n.outputs().size()));
    }
  }

  private void fold(OnnxNode n, Built built, Kernels kernels) {
    List<Tensor> values = built.data(n.inputs()).stream().map(constants::get).toList();
    List<Shape> shapes = values.stream().map(t -> t == null ? null : t.shape()).toList();
    built.op().shapes(shapes);
    List<Tensor> made = built.op().forward(kernels, values).outputs();
    for (int i = 0; i < n.outputs().size() && i < made.size(); i++) {
      if (!n.outputs().get(i).isEmpty()) {
        constant(n.outputs().get(i), made.get(i));
      }
    }
  }

  private void emit(OnnxNode n, Built built, List<String> outputs) {
    List<String> data = built.data(n.inputs());
    nodes.add(new Node(unique(n.label()), built.op(), data, outputs));
    List<Known> made = shapes(built.op(), data);
    for (int i = 0; i < outputs.size() && i < made.size(); i++) {
      known.put(outputs.get(i), made.get(i));
    }
  }

  /** Outputs without those at the end that nobody reads: a mask, or statistics. */
  private List<String> wanted(List<String> outputs) {
    int n = outputs.size();
    while (n > 1 && !read.contains(outputs.get(n - 1))) {
      n--;
    }
    return outputs.subList(0, n);
  }

  private List<Known> shapes(Op op, List<String> inputs) {
    List<Shape> small = new ArrayList<>();
    List<Shape> large = new ArrayList<>();
    for (String in : inputs) {
      Known k = in.isEmpty() ? Known.ABSENT : known.getOrDefault(in, Known.NOTHING);
      if (k.present() && k.small() == null) {
        return List.of();
      }
      small.add(k.small());
      large.add(k.large());
    }
    try {
      List<Shape> outSmall = op.shapes(small);
      List<Shape> outLarge = op.shapes(large);
      List<Known> made = new ArrayList<>();
      for (int i = 0; i < outSmall.size() && i < outLarge.size(); i++) {
        made.add(Known.shaped(outSmall.get(i), outLarge.get(i)));
      }
      return made;
    } catch (IllegalArgumentException e) {
      // The declared shape is for another batch size; what does not fit is told when it runs.
      return List.of();
    }
  }

  private String unique(String label) {
    String name = label;
    for (int i = 2; !nodeNames.add(name); i++) {
      name = label + "_" + i;
    }
    return name;
  }

  /** The constants that nodes or outputs still read. */
  private Map<String, Tensor> parameters(List<String> outputs) {
    Set<String> read = new HashSet<>(outputs);
    nodes.forEach(n -> read.addAll(n.inputs()));
    Map<String, Tensor> used = new LinkedHashMap<>();
    constants.forEach(
        (name, value) -> {
          if (read.contains(name)) {
            used.put(name, value);
          }
        });
    return used;
  }
}
