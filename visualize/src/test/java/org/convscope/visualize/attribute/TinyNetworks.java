package org.convscope.visualize.attribute;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Gemm;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.models.Initialisation;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.Node;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;

/** Networks small enough to know what they do. */
public final class TinyNetworks {
  /** Rows of {@link #convolutional}'s input. */
  public static final int H = 9;

  /** Columns of {@link #convolutional}'s input. */
  public static final int W = 13;

  private TinyNetworks() {}

  /** Convolutions with normalisation, a residual sum and two dense layers; no biases. */
  public static Network convolutional(int seed) {
    Window.Axis rows = new Window.Axis(3, 2, 1, 1, 1);
    Window.Axis columns = new Window.Axis(5, 1, 2, 2, 1);
    NetworkBuilder b =
        new NetworkBuilder("tiny", Initialisation.he(seed), 3, new NetworkBuilder.Size(H, W))
            .conv("conv1", 6, Window.of(rows, columns))
            .batchNorm("bn1")
            .relu("relu1");
    String stream = b.value();
    Network n =
        b.conv("conv2", 6, Window.square(3, 1, 1))
            .add("sum", stream)
            .relu("relu2")
            .maxPool("pool", Window.square(2, 2, 0))
            .flatten()
            .linear("fc1", 7)
            .relu("relu3")
            .linear("fc2", 4)
            .build("logits");
    return n.withParameters(Map.of("bn1.running_var", random(seed + 1, Shape.of(6), 0.5, 2)));
  }

  /** The same with biases. */
  public static Network biased(int seed) {
    Network n = convolutional(seed);
    Map<String, Tensor> biases = new HashMap<>();
    n.parameters()
        .forEach(
            (name, t) -> {
              if (name.endsWith(".bias") || name.endsWith("running_mean")) {
                biases.put(name, random(name.hashCode(), t.shape(), -0.3, 0.3));
              }
            });
    return n.withParameters(biases);
  }

  /**
   * {@code logits = weight·mean over space of ReLU(x)}: the feature maps are the rectified input.
   *
   * @param weight [classes×channels]
   */
  public static Network pooled(int height, int width, Tensor weight) {
    int channels = weight.shape().dim(1);
    return new Network(
        "pooled",
        List.of(Input.image("x", channels, height, width)),
        List.of(
            new Node("relu", new Activation(Functions.RELU), List.of("x"), List.of("maps")),
            new Node("pool", new GlobalPool(Reduction.MEAN), List.of("maps"), List.of("means")),
            flat("means"),
            dense()),
        List.of("logits"),
        Map.of("weight", weight),
        Map.of());
  }

  /**
   * {@code logits = weight·x}.
   *
   * @param weight [classes×channels·height·width]
   */
  public static Network linear(int channels, int height, int width, Tensor weight) {
    return new Network(
        "linear",
        List.of(Input.image("x", channels, height, width)),
        List.of(flat("x"), dense()),
        List.of("logits"),
        Map.of("weight", weight),
        Map.of());
  }

  private static Node flat(String from) {
    return new Node(
        "flat", new org.convscope.autograd.op.Flatten(1), List.of(from), List.of("flat"));
  }

  private static Node dense() {
    return new Node(
        "dense", new Gemm(1, 1, false, true), List.of("flat", "weight"), List.of("logits"));
  }

  /** The logit of a class. */
  public static Subject subject(Network network, Tensor image, int index) {
    return subject(network, image, index, 1);
  }

  /** The logit of a class, computed on some threads. */
  public static Subject subject(Network network, Tensor image, int index, int threads) {
    Kernels kernels = new ScalarKernels(Workers.of(threads), new Buffers());
    ClassScore score =
        new ClassScore(ClassScores.of(network).value(), index, ClassScore.Kind.LOGIT);
    return new Subject(network, kernels, image, score);
  }

  /** Uniform numbers. */
  public static Tensor random(int seed, Shape shape, double low, double high) {
    CounterRandom random = CounterRandom.of(seed).stream("tiny");
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.uniform(i, low, high);
    }
    return Tensor.of(shape, values);
  }
}
