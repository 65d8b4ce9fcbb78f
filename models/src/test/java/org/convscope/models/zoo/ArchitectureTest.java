package org.convscope.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {
  private static final Variant SMALL = Variant.published(5).withClasses(7).withWidth(0.125);

  @ParameterizedTest
  @CsvSource({
    "alexnet, 61100840",
    "squeezenet1_0, 1248424",
    "squeezenet1_1, 1235496",
    "vgg11, 132863336",
    "vgg16, 138357544",
    "resnet18, 11689512",
    "resnet34, 21797672",
    "resnet50, 25557032",
    "resnet101, 44549160"
  })
  void hasThePublishedNumberOfParameters(String label, long published) {
    Variant empty = Variant.published(0).withInitialisation(Initialisation.zeros());
    long learned = 0;
    for (Map.Entry<String, Tensor> p :
        Architecture.of(label).build(empty).parameters().entrySet()) {
      learned += p.getKey().contains("running_") ? 0 : p.getValue().size();
    }
    assertThat(learned).isEqualTo(published);
  }

  @ParameterizedTest
  @EnumSource
  void classifiesImagesOfAnotherSize(Architecture architecture) {
    Network n = architecture.build(SMALL.withSize(128, 160));
    Tensor x = Samples.normal(DType.FLOAT, Shape.of(2, 3, 128, 160), 1);
    List<Tensor> out = n.forward(Samples.scalar(), x);
    assertThat(out).hasSize(1);
    assertThat(out.get(0).shape()).isEqualTo(Shape.of(2, 7));
    assertThat(out.get(0).toDoubles()).doesNotContain(Double.NaN);
    assertThat(out.get(0).at(0)).isNotEqualTo(out.get(0).at(7));
  }

  @Test
  void zfNetHasThePapersFeatureMaps() {
    Network n = Architecture.ZFNET.build(SMALL);
    List<String> stages =
        List.of("conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5");
    String[] taps =
        stages.stream()
            .map(s -> s.startsWith("pool") ? "/" + s + "/MaxPool" : "/" + s + "/Conv")
            .map(s -> s + "_output_0")
            .toArray(String[]::new);
    Tensor x = Tensor.zeros(DType.FLOAT, Shape.of(1, 3, 224, 224));
    var run = n.run(Samples.scalar(), Map.of("input", x), Request.taps(taps));
    assertThat(java.util.Arrays.stream(taps).map(t -> run.value(t).shape().dim(2)))
        .containsExactly(110, 55, 26, 13, 13, 13, 13, 6);
  }

  @Test
  void nodesAndParametersAreNamedAsPyTorchNamesThem() {
    Network resnet = Architecture.RESNET50.build(SMALL);
    assertThat(resnet.nodes().stream().map(n -> n.name()))
        .contains(
            "/conv1/Conv",
            "/layer1/layer1.0/relu_2/Relu",
            "/layer1/layer1.0/downsample/downsample.1/BatchNormalization",
            "/layer4/layer4.2/Add",
            "/avgpool/GlobalAveragePool",
            "/Flatten",
            "/fc/Gemm");
    assertThat(resnet.parameters()).containsKeys("layer3.5.conv2.weight", "bn1.running_var");
    assertThat(resnet.outputs()).containsExactly("logits");
    Network squeezenet = Architecture.SQUEEZENET1_1.build(SMALL);
    assertThat(squeezenet.nodes().stream().map(n -> n.output()))
        .contains(
            "/features/features.3/expand3x3/Conv_output_0",
            "/features/features.12/Concat_output_0");
  }

  @Test
  void theSeedAloneDecidesTheWeights() {
    Network a = Architecture.RESNET18.build(SMALL);
    Network b = Architecture.RESNET18.build(SMALL);
    Network c = Architecture.RESNET18.build(SMALL.withInitialisation(Initialisation.he(6)));
    String name = "layer2.0.conv1.weight";
    assertThat(a.parameters().get(name).floats()).isEqualTo(b.parameters().get(name).floats());
    assertThat(a.parameters().get(name).floats()).isNotEqualTo(c.parameters().get(name).floats());
    assertThat(a.parameters().get(name).floats())
        .isNotEqualTo(a.parameters().get("layer2.0.conv2.weight").floats());
  }

  @Test
  void weightsHaveTheVarianceOfTheirScheme() {
    Shape shape = Shape.of(50, 40, 3, 5);
    assertThat(variance(Initialisation.he(1).weight("w", shape))).isCloseTo(2.0 / 600, within());
    assertThat(variance(Initialisation.xavier(1).weight("w", shape)))
        .isCloseTo(2.0 / (600 + 750), within());
  }

  private static org.assertj.core.data.Percentage within() {
    return org.assertj.core.data.Percentage.withPercentage(2);
  }

  private static double variance(Tensor t) {
    double sum = 0;
    double squares = 0;
    for (double v : t.toDoubles()) {
      sum += v;
      squares += v * v;
    }
    return squares / t.size() - Math.pow(sum / t.size(), 2);
  }

  @Test
  void anUnknownNameListsNearOnes() {
    assertThatThrownBy(() -> Architecture.of("resnet5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resnet50");
  }
}
