package org.convscope.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.convscope.models.Network;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Full-size networks with seeded weights, written by us, run by ONNX Runtime and by us. */
class NetworkOracleTest {
  private static final double ALLOWED = 1e-4;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"SQUEEZENET1_0", "SQUEEZENET1_1", "RESNET18", "RESNET50"})
  void agreesWithOnnxRuntime(Architecture architecture) throws Exception {
    requireAgreement(architecture, Onnx.Weights.FULL);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"ALEXNET", "ZFNET", "VGG16", "RESNET101"})
  void largeOnesAgreeWithOnnxRuntime(Architecture architecture) throws Exception {
    requireAgreement(architecture, Onnx.Weights.FULL);
  }

  @Test
  void halfPrecisionWeightsHalveTheFile() throws Exception {
    Network network = Architecture.SQUEEZENET1_1.build(Variant.published(5));
    Path full = folder.resolve("full.onnx");
    Onnx.save(network, full);
    Path half = requireAgreement(Architecture.SQUEEZENET1_1, Onnx.Weights.HALF);
    assertThat(Files.size(half)).isLessThan(Files.size(full) * 51 / 100);
    assertThat(Onnx.load(half).parameters().keySet())
        .containsExactlyInAnyOrderElementsOf(Onnx.load(full).parameters().keySet());
  }

  private Path requireAgreement(Architecture architecture, Onnx.Weights weights) throws Exception {
    Network built = architecture.build(Variant.published(5));
    Path file = folder.resolve(architecture.label() + ".onnx");
    Onnx.save(built, file, weights);
    Network network = weights == Onnx.Weights.FULL ? built : Onnx.load(file);
    Tensor x = input(2, 3, 224, 224);
    List<String> outputs = network.outputs();
    Tensor expected = OnnxRuntime.run(file, Map.of(network.input().name(), x), outputs).get(0);
    Kernels kernels = new VectorKernels(Workers.of(2), new Buffers());
    requireClose(network.forward(kernels, x).get(0), expected);
    Network again = Onnx.load(file);
    assertThat(again.nodes()).hasSameSizeAs(built.nodes());
    requireClose(again.forward(kernels, x).get(0), expected);
    return file;
  }

  private static Tensor input(int... dims) {
    Random random = new Random(3);
    float[] v = new float[Shape.of(dims).size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(dims), v);
  }

  private static void requireClose(Tensor got, Tensor expected) {
    assertThat(got.shape()).isEqualTo(expected.shape());
    double most = 0;
    double difference = 0;
    for (int i = 0; i < got.size(); i++) {
      most = Math.max(most, Math.abs(expected.at(i)));
      difference = Math.max(difference, Math.abs(got.at(i) - expected.at(i)));
    }
    assertThat(most).isPositive();
    assertThat(difference / most).isLessThanOrEqualTo(ALLOWED);
  }
}
