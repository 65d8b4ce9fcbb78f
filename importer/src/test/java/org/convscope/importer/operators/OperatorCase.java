package org.convscope.importer.operators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.ModelWriter;
import org.convscope.importer.format.OnnxGraph;
import org.convscope.importer.format.OnnxModel;
import org.convscope.importer.format.OnnxNode;
import org.convscope.importer.format.OnnxValue;

/**
 * A model of one node, with the inputs it is run on.
 *
 * @param opType the operator
 * @param opset version of the operator set
 * @param attributes of the node
 * @param inputs tensors; {@code null} for an omitted one
 * @param outputs types of the outputs
 */
record OperatorCase(
    String opType,
    int opset,
    Map<String, Object> attributes,
    List<Tensor> inputs,
    List<DType> outputs) {

  /** A node with one float output. */
  static OperatorCase of(String opType, int opset, Map<String, Object> attributes, Tensor... in) {
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor t : in) {
      inputs.add(t);
    }
    return new OperatorCase(opType, opset, attributes, inputs, List.of(DType.FLOAT));
  }

  /** The same with other outputs. */
  OperatorCase giving(DType... types) {
    return new OperatorCase(opType, opset, attributes, inputs, List.of(types));
  }

  static Map<String, Object> with(Object... pairs) {
    return Writing.with(pairs);
  }

  /** Normally distributed numbers, always the same for a shape. */
  static Tensor random(int... dims) {
    Random random = new Random(7 + Shape.of(dims).hashCode());
    float[] v = new float[Shape.of(dims).size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(dims), v);
  }

  /** Numbers in 0.1 to 2.1. */
  static Tensor positive(int... dims) {
    float[] v = random(dims).floats().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.abs(v[i]) % 2 + 0.1f;
    }
    return Tensor.of(Shape.of(dims), v);
  }

  static Tensor floats(double... values) {
    float[] v = new float[values.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) values[i];
    }
    return Tensor.of(Shape.of(v.length), v);
  }

  static Tensor scalar(double value) {
    return Tensor.scalar(DType.FLOAT, value);
  }

  static Tensor integers(DType type, Shape shape, long... values) {
    return Tensor.of(type, shape, values);
  }

  List<String> outputNames() {
    return IntStream.range(0, outputs.size()).mapToObj(i -> "y" + i).toList();
  }

  /** The inputs that are given when the model runs. */
  Map<String, Tensor> given(int constantsFrom) {
    Map<String, Tensor> given = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(constantsFrom, inputs.size()); i++) {
      if (inputs.get(i) != null) {
        given.put("x" + i, inputs.get(i));
      }
    }
    return given;
  }

  /**
   * Writes the model. Where inputs are stored in it, only the first dimension of the others is
   * open.
   *
   * @param constantsFrom inputs from this one on are stored in the model
   */
  void write(Path file, int constantsFrom) throws IOException {
    List<String> names = new ArrayList<>();
    List<OnnxValue> values = new ArrayList<>();
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor t = inputs.get(i);
      names.add(t == null ? "" : "x" + i);
      if (t != null && i < constantsFrom) {
        boolean open = constantsFrom > inputs.size();
        List<Long> dims =
            IntStream.range(0, t.shape().rank())
                .mapToObj(k -> open || k == 0 ? -1L : t.shape().dim(k))
                .toList();
        values.add(new OnnxValue("x" + i, Optional.of(t.type()), Optional.of(dims)));
      } else if (t != null) {
        initializers.put("x" + i, t);
      }
    }
    OnnxNode node = new OnnxNode("node", "", opType, names, outputNames(), attributes);
    List<OnnxValue> out = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      out.add(new OnnxValue("y" + i, Optional.of(outputs.get(i)), Optional.empty()));
    }
    OnnxGraph graph = new OnnxGraph("case", List.of(node), initializers, values, out);
    ModelWriter.write(
        new OnnxModel(opset < 15 ? 7 : 10, Map.of("", (long) opset), Map.of(), graph),
        Map.of(),
        file);
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder(opType + " " + opset);
    attributes.forEach((k, v) -> s.append(' ').append(k).append('=').append(text(v)));
    inputs.forEach(t -> s.append(' ').append(t));
    return s.toString();
  }

  private static String text(Object v) {
    return v instanceof long[] a
        ? Arrays.toString(a)
        : v instanceof float[] f ? Arrays.toString(f) : v.toString();
  }
}
