package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LayersTest {
  private static final Variant SMALL =
      Variant.published(1).withWidth(0.05).withClasses(4).withSize(96, 101);

  @ParameterizedTest
  @CsvSource({
    "squeezenet1_1, features.12, /features/features.12/Concat",
    "squeezenet1_1, features.3.squeeze, /features/features.3/squeeze/Conv",
    "squeezenet1_1, features.3.expand1x1_activation, /features/features.3/expand1x1_activation/Relu",
    "squeezenet1_1, features, /features/features.12/Concat",
    "squeezenet1_1, /features/features.2/MaxPool, /features/features.2/MaxPool",
    "squeezenet1_1, /features/features.2/MaxPool_output_0, /features/features.2/MaxPool",
    "squeezenet1_1, Flatten, /Flatten",
    "squeezenet1_1, logits, /Flatten",
    "squeezenet1_1, 1, /features/features.0/Conv",
    "squeezenet1_1, 26, /classifier/classifier.1/Conv",
    "resnet50, layer2.0.conv3, /layer2/layer2.0/conv3/Conv",
    "resnet50, layer2.0.downsample, /layer2/layer2.0/downsample/downsample.1/BatchNormalization",
    "resnet50, layer2.0, /layer2/layer2.0/relu_2/Relu",
    "resnet50, layer2.0.relu, /layer2/layer2.0/relu/Relu",
    "resnet50, layer2.0.Add, /layer2/layer2.0/Add",
    "resnet50, layer2, /layer2/layer2.3/relu_2/Relu",
    "resnet50, 4, /layer1/layer1.0/conv3/Conv",
    "alexnet, 5, /features/features.11/Relu",
    "zfnet, 5, /relu5/Relu",
    "zfnet, conv5, /conv5/Conv",
    "vgg16, 13, /features/features.29/Relu",
    "resnet50, 5.conv2, /layer3/layer3.5/conv2/Conv"
  })
  void resolvesWhatPeopleCallALayer(String architecture, String address, String node) {
    Network n = Architecture.of(architecture).build(SMALL);
    Layer layer = new Layers(n).resolve(address);
    assertThat(layer.node()).isEqualTo(node);
    assertThat(n.nodes().get(layer.index()).name()).isEqualTo(node);
    assertThat(n.producer(layer.value()).orElseThrow().name()).isEqualTo(node);
  }

  @Test
  void aNumberSaysWhichLayerItMeant() {
    Layers zfnet = new Layers(Architecture.ZFNET.build(SMALL));
    assertThat(zfnet.resolve("5").description())
        .isEqualTo("convolutional stage 5 of 5: conv5 and its relu relu5");
    Layers squeezenet = new Layers(Architecture.SQUEEZENET1_1.build(SMALL));
    assertThat(squeezenet.resolve("5").description())
        .isEqualTo("convolution 5 of 26 in topological order: features.4.squeeze");
  }

  @ParameterizedTest
  @EnumSource
  void everyLayersPathLeadsBackToIt(Architecture architecture) {
    Layers layers = new Layers(architecture.build(SMALL));
    for (Layer layer : layers.all()) {
      assertThat(layers.resolve(layer.path()).node()).isEqualTo(layer.node());
      assertThat(layers.resolve(layer.node()).node()).isEqualTo(layer.node());
      assertThat(layers.resolve(layer.value()).node()).isEqualTo(layer.node());
    }
  }

  @Test
  void nodesWithoutScopeAreFoundByTheirWeights() {
    Network n = renamed(Architecture.ZFNET.build(SMALL));
    Layers layers = new Layers(n);
    assertThat(layers.resolve("conv2").node()).isEqualTo("Conv_4");
    assertThat(layers.resolve("Relu_5").node()).isEqualTo("Relu_5");
    assertThat(layers.resolve("3").node()).isEqualTo("Relu_9");
    for (Layer layer : layers.all()) {
      assertThat(layers.resolve(layer.path()).node()).isEqualTo(layer.node());
    }
  }

  /** Node names as older exporters wrote them: operator and position. */
  private static Network renamed(Network n) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : n.nodes()) {
      String operator = node.name().substring(node.name().lastIndexOf('/') + 1);
      nodes.add(new Node(operator + "_" + nodes.size(), node.op(), node.inputs(), node.outputs()));
    }
    return new Network("old", n.inputs(), nodes, n.outputs(), n.parameters(), n.metadata());
  }

  @Test
  void anUnknownNameListsNearMatches() {
    Layers layers = new Layers(Architecture.RESNET50.build(SMALL));
    assertThatThrownBy(() -> layers.resolve("layer2.0.conf3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer: resnet50 has no layer \"layer2.0.conf3\"; did you mean")
        .hasMessageContaining("layer2.0.conv3")
        .hasMessageEndingWith("? (its convolutions are 1 to 53)");
    assertThatThrownBy(() -> layers.resolve("54")).hasMessageContaining("1 to 53");
    assertThatThrownBy(() -> layers.resolve("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTableHasShapesParametersAndFields() {
    Network n = Architecture.ZFNET.build(Variant.published(1).withWidth(0.125));
    List<LayerSummary> table = LayerSummary.table(Samples.scalar(), n, Shape.of(1, 3, 224, 224));
    assertThat(table).hasSameSizeAs(n.nodes());
    LayerSummary conv2 = table.get(4);
    assertThat(conv2.layer().path()).isEqualTo("conv2");
    assertThat(conv2.number()).contains(2);
    assertThat(conv2.shape()).isEqualTo(Shape.of(1, 32, 26, 26));
    assertThat(conv2.parameters()).isEqualTo(32 * 12 * 25 + 32);
    assertThat(conv2.field().orElseThrow().rows()).isEqualTo(new ReceptiveField.Axis(27, 8, -1));
    assertThat(table.get(1).number()).isEmpty();
  }

  @Test
  void shapesThatRulesCannotTellAreMeasured() {
    Network n = Architecture.ZFNET.build(SMALL);
    List<Node> nodes = new ArrayList<>();
    for (Node node : n.nodes()) {
      nodes.add(
          node.name().equals("/relu3/Relu")
              ? new Node(node.name(), new Unruled(node.op()), node.inputs(), node.outputs())
              : node);
    }
    Network late = new Network("late", n.inputs(), nodes, n.outputs(), n.parameters(), Map.of());
    Shape image = Shape.of(1, 3, 96, 101);
    Map<String, Shape> measured = new LinkedHashMap<>(Shapes.of(Samples.scalar(), late, image));
    assertThat(measured).isEqualTo(Shapes.of(Samples.scalar(), n, image));
  }

  /** An op that does not know its shapes before it runs. */
  private record Unruled(org.convscope.autograd.Op op) implements org.convscope.autograd.Op {
    @Override
    public String type() {
      return op.type();
    }

    @Override
    public List<Shape> shapes(List<Shape> inputs) {
      return List.of();
    }

    @Override
    public org.convscope.autograd.Result forward(
        org.convscope.engine.Kernels kernels, List<Tensor> inputs) {
      return op.forward(kernels, inputs);
    }
  }
}
