package org.convscope.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Gemm;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.importer.Onnx;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.Shapes;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;

/**
 * What every contender gets.
 *
 * @param network without dropout
 * @param images seeded Gaussian numbers [N×C×H×W]
 * @param labels class indices, INT64 [N]
 * @param threads how many to compute on
 */
record Task(Network network, Tensor images, Tensor labels, int threads) {
  private static final long SEED = 1;

  /**
   * @param model an architecture's name, for seeded weights, or an ONNX file
   */
  static Task of(String model, int batch, int threads) throws Exception {
    Network published =
        model.endsWith(".onnx")
            ? Onnx.load(Path.of(model))
            : Architecture.of(model).build(Variant.published(SEED));
    Network network = withoutDropout(published);
    int[] dims = network.input().dims().stream().mapToInt(d -> d).toArray();
    dims[0] = batch;
    Shape shape = Shape.of(dims);
    Random random = new Random(SEED);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    long[] labels = new long[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = 7 * i % 10;
    }
    return new Task(
        network,
        Tensor.of(shape, values),
        Tensor.of(DType.INT64, Shape.of(batch), labels),
        threads);
  }

  private static Network withoutDropout(Network n) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : n.nodes()) {
      boolean dropout = node.op() instanceof InferenceDropout;
      nodes.add(
          dropout ? new Node(node.name(), new Identity(), node.inputs(), node.outputs()) : node);
    }
    return new Network(n.name(), n.inputs(), nodes, n.outputs(), n.parameters(), n.metadata());
  }

  int batch() {
    return images.shape().dim(0);
  }

  /**
   * The last convolution's output: what the gradient's mean is taken of. Behind its rectifier, a
   * channel of an untrained network may be dead.
   */
  String lastFeatureMap() {
    return network.nodes().stream()
        .filter(n -> n.op() instanceof Conv)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new IllegalArgumentException("compare: no convolution in " + network))
        .output();
  }

  /** Floating-point operations of convolutions and dense layers, one image, forward. */
  double operations() {
    Map<String, Shape> shapes = shapes();
    double sum = 0;
    for (Node n : network.nodes()) {
      boolean gemm = n.op() instanceof Gemm;
      if (gemm || n.op() instanceof Conv) {
        Shape weight = network.parameters().get(n.inputs().get(1)).shape();
        sum += 2.0 * shapes.get(n.output()).size() * weight.size() / filters(weight, gemm, n);
      }
    }
    return sum;
  }

  private static int filters(Shape weight, boolean gemm, Node n) {
    return weight.dim(gemm && !((Gemm) n.op()).transposeB() ? 1 : 0);
  }

  private Map<String, Shape> shapes() {
    try (Workers workers = Workers.of(1)) {
      return Shapes.of(
          new ScalarKernels(workers, new Buffers()), network, images.shape().with(0, 1));
    }
  }
}
