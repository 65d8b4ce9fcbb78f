package org.convscope.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.AdaptiveAveragePool;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Gemm;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.autograd.op.LocalResponseNorm;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.Softmax;
import org.convscope.engine.DType;
import org.convscope.engine.Lrn;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * Builds a network of one image input node by node. Each method adds a node after the current
 * value, which {@link #from} moves; modules are named by their path ({@code layer1.0.conv2}), nodes
 * and values as PyTorch's ONNX exporter would, parameters as in PyTorch's state dictionary. Shapes
 * are checked as nodes are added.
 */
public final class NetworkBuilder {
  private static final double NORM_EPSILON = 1e-5;

  private final String name;
  private final Initialisation initialisation;
  private final Input input;
  private final NodeNames names = new NodeNames();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private String value;

  /** A network over an input called {@code input} of the given size. */
  public NetworkBuilder(String name, Initialisation initialisation, int channels, Size size) {
    this.name = name;
    this.initialisation = initialisation;
    this.input = Input.image("input", channels, size.height(), size.width());
    this.value = input.name();
    shapes.put(value, Shape.of(1, channels, size.height(), size.width()));
  }

  /** Height and width in pixels. */
  public record Size(int height, int width) {}

  /** The current value's name. */
  public String value() {
    return value;
  }

  /** The current value's shape for one image. */
  public Shape shape() {
    return shapes.get(value);
  }

  /** Goes on after another value. */
  public NetworkBuilder from(String other) {
    value = other;
    return this;
  }

  /** Adds metadata. */
  public NetworkBuilder metadata(Map<String, String> more) {
    metadata.putAll(more);
    return this;
  }

  /** A convolution with bias. */
  public NetworkBuilder conv(String path, int filters, Window window) {
    String weight = filters(path, filters, window);
    return module(path, "Conv", new Conv(window), weight, constant(path + ".bias", filters, 0));
  }

  /** A convolution without bias, for one that normalisation follows. */
  public NetworkBuilder convWithoutBias(String path, int filters, Window window) {
    return module(path, "Conv", new Conv(window), filters(path, filters, window));
  }

  private String filters(String path, int filters, Window window) {
    int[] dims = new int[window.rank() + 2];
    dims[0] = filters;
    dims[1] = shape().dim(1) / window.groups();
    for (int i = 0; i < window.rank(); i++) {
      dims[i + 2] = window.axes().get(i).kernel();
    }
    return weight(path, Shape.of(dims));
  }

  /** Batch normalisation: scale 1, shift 0, running mean 0, running variance 1. */
  public NetworkBuilder batchNorm(String path) {
    int channels = shape().dim(1);
    return module(
        path,
        "BatchNormalization",
        new BatchNorm(NORM_EPSILON),
        constant(path + ".weight", channels, 1),
        constant(path + ".bias", channels, 0),
        constant(path + ".running_mean", channels, 0),
        constant(path + ".running_var", channels, 1));
  }

  public NetworkBuilder relu(String path) {
    return module(path, "Relu", new Activation(Functions.RELU));
  }

  public NetworkBuilder maxPool(String path, Window window) {
    return module(path, "MaxPool", new MaxPool(window));
  }

  /** Local response normalisation. */
  public NetworkBuilder lrn(String path, Lrn attributes) {
    return module(path, "LRN", new LocalResponseNorm(attributes));
  }

  /** Mean of each plane, [N×C×1×1]. */
  public NetworkBuilder globalAveragePool(String path) {
    return module(path, "GlobalAveragePool", new GlobalPool(Reduction.MEAN));
  }

  /** Means over windows such that the output has the given size. */
  public NetworkBuilder adaptiveAveragePool(String path, Size to) {
    int h = shape().dim(2);
    int w = shape().dim(3);
    if (h % to.height() != 0 || w % to.width() != 0) {
      List<Integer> sizes = List.of(to.height(), to.width());
      return module(path, "AdaptiveAveragePool", new AdaptiveAveragePool(sizes));
    }
    int kH = h / to.height();
    int kW = w / to.width();
    Window window = Window.of(new Window.Axis(kH, kH, 0, 0, 1), new Window.Axis(kW, kW, 0, 0, 1));
    return module(path, "AveragePool", new AveragePool(window, false));
  }

  /** Dropout, which does nothing outside training. */
  public NetworkBuilder dropout(String path, double rate) {
    return module(path, "Dropout", new InferenceDropout(rate));
  }

  /** A fully connected layer over [N×I]. */
  public NetworkBuilder linear(String path, int outputs) {
    String weight = weight(path, Shape.of(outputs, shape().dim(1)));
    String bias = constant(path + ".bias", outputs, 0);
    return module(path, "Gemm", new Gemm(1, 1, false, true), weight, bias);
  }

  /** To [N×rest]. */
  public NetworkBuilder flatten() {
    return function("", "Flatten", new Flatten(1), value);
  }

  /** Probabilities over axis 1. */
  public NetworkBuilder softmax() {
    return function("", "Softmax", new Softmax(1), value);
  }

  /** Values side by side along the channels, in the module {@code path}. */
  public NetworkBuilder concat(String path, String... values) {
    return function(path, "Concat", new Concat(1), values);
  }

  /** The current value plus another, in the module {@code path}. */
  public NetworkBuilder add(String path, String other) {
    return function(path, "Add", new Elementwise(Arithmetic.ADD), value, other);
  }

  private String weight(String path, Shape shape) {
    String parameter = path + ".weight";
    parameters.put(parameter, initialisation.weight(parameter, shape));
    return parameter;
  }

  private String constant(String parameter, int channels, double number) {
    parameters.put(parameter, Tensor.full(DType.FLOAT, Shape.of(channels), number));
    return parameter;
  }

  private NetworkBuilder module(String path, String operator, Op op, String... reads) {
    List<String> inputs = new ArrayList<>(List.of(value));
    inputs.addAll(Arrays.asList(reads));
    return node(names.module(path, operator), op, inputs);
  }

  private NetworkBuilder function(String path, String operator, Op op, String... reads) {
    return node(names.function(path, operator), op, Arrays.asList(reads));
  }

  private NetworkBuilder node(String node, Op op, List<String> inputs) {
    List<Shape> in =
        inputs.stream()
            .map(i -> parameters.containsKey(i) ? parameters.get(i).shape() : shapes.get(i))
            .toList();
    Shape out;
    try {
      out = op.shapes(in).get(0);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " (node " + node + ")", e);
    }
    value = NodeNames.value(node);
    shapes.put(value, out);
    nodes.add(new Node(node, op, inputs, List.of(value)));
    return this;
  }

  /** The network, whose output is the current value under the name {@code output}. */
  public Network build(String output) {
    List<Node> renamed = new ArrayList<>();
    for (Node n : nodes) {
      List<String> inputs = n.inputs().stream().map(i -> i.equals(value) ? output : i).toList();
      List<String> outputs = n.output().equals(value) ? List.of(output) : n.outputs();
      renamed.add(new Node(n.name(), n.op(), inputs, outputs));
    }
    return new Network(name, List.of(input), renamed, List.of(output), parameters, metadata);
  }
}
