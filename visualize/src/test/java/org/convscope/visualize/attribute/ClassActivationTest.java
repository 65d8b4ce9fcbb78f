package org.convscope.visualize.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two feature maps of 2×3, the rectified image itself; logit = 6·mean(A0) − 3·mean(A1). */
class ClassActivationTest {
  private static final float[] A0 = {1, 0, 2, 0, 3, 0};
  private static final float[] A1 = {0, 2, 2, 0, 1, 4};
  private static final Tensor WEIGHT = Tensor.of(Shape.of(2, 2), new float[] {-1, 5, 6, -3});
  private static final AttributionOptions USUAL = AttributionOptions.usual(2);

  private static Subject subject() {
    float[] x = {1, -1, 2, 0, 3, -2, 0, 2, 2, -1, 1, 4};
    Network network = TinyNetworks.pooled(2, 3, WEIGHT);
    return TinyNetworks.subject(network, Tensor.of(Shape.of(1, 2, 2, 3), x), 1);
  }

  private static float[] rectifiedSum(double w0, double w1) {
    float[] map = new float[A0.length];
    for (int p = 0; p < map.length; p++) {
      map[p] = (float) Math.max(0, w0 * A0[p] + w1 * A1[p]);
    }
    return map;
  }

  @Test
  void gradCamWeighsMapsByTheirMeanGradient() {
    // The gradient is 6/6 = 1 at each place of the first map, −3/6 of the second.
    Attribution a = Method.GRADCAM.explain(subject(), USUAL);
    assertThat(a.coarse().orElseThrow().values())
        .containsExactly(rectifiedSum(1, -0.5), within(1e-6f));
    assertThat(a.facts()).containsEntry("layer", "maps");
  }

  @Test
  void gradCamPlusPlusWeighsPositiveGradientsByAlpha() {
    // First map: α = 1/(2 + 6·1) at six places; the second has no positive gradient.
    Attribution a = Method.GRADCAM_PP.explain(subject(), USUAL);
    assertThat(a.coarse().orElseThrow().values())
        .containsExactly(rectifiedSum(6.0 / 8, 0), within(1e-6f));
  }

  @Test
  void layerCamWeighsEachPlaceByItsPositiveGradient() {
    Attribution a = Method.LAYERCAM.explain(subject(), USUAL);
    assertThat(a.coarse().orElseThrow().values())
        .containsExactly(rectifiedSum(1, 0), within(1e-6f));
  }

  @Test
  void scoreCamWeighsMapsByTheScoreOfWhatTheyShow() {
    // Maps have the image's size, so the masks are A0/3 and A1/4.
    double first = 0;
    double second = 0;
    float[] x = subject().image().floats();
    for (int p = 0; p < 6; p++) {
      double seen0 = Math.max(0, x[p]) - 0.5 * Math.max(0, x[6 + p]);
      first += A0[p] / 3 * seen0;
      second += A1[p] / 4 * seen0;
    }
    double w0 = 1 / (1 + Math.exp(second - first));
    Attribution a = Method.SCORECAM.explain(subject(), USUAL);
    assertThat(a.map().values()).containsExactly(rectifiedSum(w0, 1 - w0), within(1e-5f));
  }

  @Test
  void guidedGradCamIsTheProductOfBoth() {
    float[] guided = Method.GUIDED.explain(subject(), USUAL).raw().orElseThrow().floats();
    float[] cam = Method.GRADCAM.explain(subject(), USUAL).map().values();
    float[] both = Method.GUIDED_GRADCAM.explain(subject(), USUAL).raw().orElseThrow().floats();
    for (int i = 0; i < both.length; i++) {
      assertThat(both[i]).isEqualTo(guided[i] * cam[i % 6]);
    }
    assertThat(both).isNotEqualTo(new float[both.length]);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "squeezenet1_1, /features/features.12/Concat_output_0",
    "zfnet-mini, /relu5/Relu_output_0",
    "resnet18, /layer4/layer4.1/relu_1/Relu_output_0",
    "alexnet, /features/features.11/Relu_output_0"
  })
  void theDefaultLayerIsTheLastBeforeTheHead(String architecture, String value) {
    Network network = Architecture.of(architecture).build(Variant.published(1));
    int channels = network.input().dims().get(1);
    int height = network.input().dims().get(2);
    Tensor zeros =
        Tensor.zeros(org.convscope.engine.DType.FLOAT, Shape.of(1, channels, height, height));
    assertThat(LastMaps.of(TinyNetworks.subject(network, zeros, 0))).isEqualTo(value);
  }

  @Test
  void aNetworkWithoutFeatureMapsIsRefused() {
    Tensor weight = TinyNetworks.random(1, Shape.of(3, 12), -1, 1);
    Subject subject =
        TinyNetworks.subject(TinyNetworks.linear(2, 2, 3, weight), subject().image(), 1);
    assertThatThrownBy(() -> Method.GRADCAM.explain(subject, USUAL))
        .hasMessage(
            "class activation: a network with feature maps before its scores is needed, got linear");
  }
}
