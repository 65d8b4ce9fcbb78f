package org.convscope.importer.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.OnnxNode;
import org.convscope.models.Node;

/**
 * What an op is written with: the network's node, and where the ONNX nodes and constants go that it
 * becomes.
 */
public final class Writing {
  private final Node node;
  private final List<Optional<Shape>> shapes;
  private final DType numbers;
  private final List<OnnxNode> written = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();

  /**
   * Of one node.
   *
   * @param shapes of the inputs for one image, as far as they are known
   * @param numbers the type of the op's numbers
   */
  public Writing(Node node, List<Optional<Shape>> shapes, DType numbers) {
    this.node = node;
    this.shapes = List.copyOf(shapes);
    this.numbers = numbers;
  }

  /** The ONNX nodes that were written, in order. */
  public List<OnnxNode> written() {
    return written;
  }

  /** The constants that they read, by name. */
  public Map<String, Tensor> constants() {
    return constants;
  }

  /** The value names that the op reads; empty for an omitted one. */
  List<String> inputs() {
    return node.inputs();
  }

  String input(int i) {
    return node.inputs().get(i);
  }

  String output() {
    return node.output();
  }

  /**
   * The shape of an input for one image.
   *
   * @throws IllegalArgumentException if it is not known from the network's input
   */
  Shape shape(int i) {
    return shapes
        .get(i)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the shape of " + input(i) + " must be known to write this operator"));
  }

  /** The op as one ONNX node with its inputs and outputs. */
  void node(String opType, Map<String, Object> attributes) {
    node(opType, node.inputs(), attributes);
  }

  /** The op as one ONNX node with its outputs and other inputs. */
  void node(String opType, List<String> inputs, Map<String, Object> attributes) {
    add(opType, inputs, node.outputs(), attributes);
  }

  /** A node in front of the last one; the name of what it makes. */
  String step(String opType, List<String> inputs, Map<String, Object> attributes) {
    String made = node.name() + "/" + opType + "_" + written.size();
    add(opType, inputs, List.of(made), attributes);
    return made;
  }

  private void add(
      String opType, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    String name = outputs == node.outputs() ? node.name() : node.name() + "/step_" + written.size();
    List<String> listed = new ArrayList<>(inputs);
    while (!listed.isEmpty() && listed.get(listed.size() - 1).isEmpty()) {
      listed.remove(listed.size() - 1);
    }
    written.add(new OnnxNode(name, "", opType, listed, outputs, attributes));
  }

  /** A constant that only this op reads; its name. */
  String constant(Tensor value) {
    String name = node.name() + "/constant_" + constants.size();
    constants.put(name, value);
    return name;
  }

  /** A number of the op's type as a constant; its name. */
  String number(double value) {
    return constant(Tensor.full(numbers, Shape.of(), value));
  }

  String longs(List<Integer> values) {
    return constant(Tensor.longs(values.stream().mapToLong(Integer::longValue).toArray()));
  }

  /** The op's inputs with another one behind them. */
  List<String> inputsAnd(String... more) {
    List<String> all = new ArrayList<>(node.inputs());
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Attributes in pairs of name and value; whole numbers become {@code long}. */
  static Map<String, Object> with(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], attribute(pairs[i + 1]));
    }
    return map;
  }

  private static Object attribute(Object value) {
    if (value instanceof Integer i) {
      return i.longValue();
    }
    if (value instanceof Boolean b) {
      return b ? 1L : 0L;
    }
    if (value instanceof Double d) {
      return d.floatValue();
    }
    return value instanceof int[] is ? Arrays.stream(is).asLongStream().toArray() : value;
  }
}
