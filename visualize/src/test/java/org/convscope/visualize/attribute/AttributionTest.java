package org.convscope.visualize.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.rewrite.MergedNormalisation;
import org.convscope.visualize.attribute.IntegratedGradients.Quadrature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {
  private static final Shape IMAGE = Shape.of(1, 3, TinyNetworks.H, TinyNetworks.W);
  private static final AttributionOptions USUAL = AttributionOptions.usual(3);

  private static Tensor image(int seed) {
    return TinyNetworks.random(seed, IMAGE, -1, 1);
  }

  private static AttributionOptions with(
      IntegratedGradients.Options path, RelevancePropagation.Options relevance, Rise.Options rise) {
    return new AttributionOptions(
        Optional.empty(),
        Collections.nCopies(3, 0f),
        3,
        SmoothGrad.Options.USUAL,
        path,
        relevance,
        rise,
        OcclusionMap.Options.USUAL);
  }

  private static double sum(Attribution a) {
    double sum = 0;
    for (float v : a.raw().orElseThrow().floats()) {
      sum += v;
    }
    return sum;
  }

  @Test
  void saliencyIsTheLargestDifferenceQuotientOverTheChannels() {
    Subject subject = TinyNetworks.subject(TinyNetworks.biased(2), image(4), 1);
    float[] map = Method.SALIENCY.explain(subject, USUAL).map().values();
    float step = 1e-2f;
    int plane = TinyNetworks.H * TinyNetworks.W;
    for (int p = 3; p < plane; p += 17) {
      double largest = 0;
      for (int c = 0; c < 3; c++) {
        double up = subject.with(moved(c * plane + p, step)).value();
        double down = subject.with(moved(c * plane + p, -step)).value();
        largest = Math.max(largest, Math.abs(up - down) / (2 * step));
      }
      assertThat((double) map[p]).isCloseTo(largest, within(2e-3));
    }
  }

  private static Tensor moved(int element, float by) {
    float[] values = image(4).floats().clone();
    values[element] += by;
    return Tensor.of(IMAGE, values);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {2, 3, 5})
  void gradientTimesInputSumsUpToTheScoreWithoutBiases(int seed) {
    Subject subject = TinyNetworks.subject(TinyNetworks.convolutional(seed), image(seed), 2);
    Attribution a = Method.GRADIENT_X_INPUT.explain(subject, USUAL);
    assertThat(sum(a)).isCloseTo(subject.value(), within(1e-4));
    assertThat((double) a.facts().get("completeness_gap")).isLessThan(1e-4);
  }

  @Test
  void gradientTimesInputReportsTheGapThatBiasesLeave() {
    Subject subject = TinyNetworks.subject(TinyNetworks.biased(2), image(3), 2);
    Attribution a = Method.GRADIENT_X_INPUT.explain(subject, USUAL);
    assertThat((double) a.facts().get("completeness_gap"))
        .isCloseTo(Math.abs(sum(a) - subject.value()), within(1e-6))
        .isGreaterThan(1e-2);
  }

  @ParameterizedTest
  @EnumSource(Quadrature.class)
  void integratedGradientsSumUpToTheScoreDifference(Quadrature quadrature) {
    Subject subject = TinyNetworks.subject(TinyNetworks.biased(2), image(6), 0);
    AttributionOptions options =
        with(
            new IntegratedGradients.Options(quadrature, 400),
            RelevancePropagation.Options.USUAL,
            Rise.Options.USUAL);
    Attribution a = Method.IG.explain(subject, options);
    double nothing = subject.with(Baseline.image(subject, options)).value();
    assertThat(sum(a)).isCloseTo(subject.value() - nothing, within(5e-3));
    assertThat(Math.abs(subject.value() - nothing)).isGreaterThan(0.1);
  }

  @ParameterizedTest(name = "{0} points")
  @ValueSource(ints = {1, 2, 5, 32, 50})
  void gaussAndLegendreIntegrateTheHighestPowerThatTheyShould(int n) {
    double[][] points = GaussLegendre.points(n);
    double power = 0;
    double weights = 0;
    for (int i = 0; i < n; i++) {
      power += points[1][i] * Math.pow(points[0][i], 2 * n - 1);
      weights += points[1][i];
    }
    assertThat(power).isCloseTo(1.0 / (2 * n), within(1e-12));
    assertThat(weights).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"LRP_EPSILON", "LRP_ZPLUS", "LRP_GAMMA"})
  void relevanceIsConservedWithoutBiasesAndStabiliser(Method method) {
    AttributionOptions options =
        with(
            IntegratedGradients.Options.USUAL,
            new RelevancePropagation.Options(0, 0.3),
            Rise.Options.USUAL);
    for (int seed : new int[] {2, 3, 5}) {
      Subject subject = TinyNetworks.subject(TinyNetworks.convolutional(seed), image(seed), 2);
      assertThat(sum(method.explain(subject, options))).isCloseTo(subject.value(), within(2e-4));
    }
  }

  @Test
  void epsilonWithoutStabiliserIsGradientTimesInput() {
    AttributionOptions options =
        with(
            IntegratedGradients.Options.USUAL,
            new RelevancePropagation.Options(0, 0),
            Rise.Options.USUAL);
    Subject subject = TinyNetworks.subject(TinyNetworks.biased(2), image(7), 0);
    float[] relevance = Method.LRP_EPSILON.explain(subject, options).raw().orElseThrow().floats();
    float[] product =
        Method.GRADIENT_X_INPUT.explain(subject, options).raw().orElseThrow().floats();
    assertThat(relevance).containsExactly(product, within(1e-5f));
  }

  @Test
  void theStabiliserIsMeasuredOnAllFiltersOfALayer() {
    Tensor weight = Tensor.of(Shape.of(2, 2, 1, 1), new float[] {2, -1, 1, 5});
    Network network = RelevanceCases.oneConvolution(weight, 1, 1);
    Tensor image = Tensor.of(Shape.of(1, 2, 1, 1), new float[] {3, 2});
    AttributionOptions options =
        with(
            IntegratedGradients.Options.USUAL,
            new RelevancePropagation.Options(0.25, 0),
            Rise.Options.USUAL);
    Subject subject = TinyNetworks.subject(network, image, 0);
    float[] raw = Method.LRP_EPSILON.explain(subject, options).raw().orElseThrow().floats();
    // z = (4, 13), R = 4 and ε a quarter of √((4² + 13²)/2): parts 6 and −2 of 4 + ε.
    float share = (float) (4 / (4 + 0.25 * Math.sqrt((16 + 169) / 2.0)));
    assertThat(raw).containsExactly(new float[] {6 * share, -2 * share}, within(1e-5f));
  }

  @Test
  void zPlusOfOneLayerSharesByPositiveContributions() {
    // conv 1×1 of two channels: weights (2, −1), then the mean: R = mean(relu(2a − b)).
    Tensor weight = Tensor.of(Shape.of(1, 2, 1, 1), new float[] {2, -1});
    Network network = RelevanceCases.oneConvolution(weight, 1, 2);
    Tensor image = Tensor.of(Shape.of(1, 2, 1, 2), new float[] {3, 1, 2, -4});
    Subject subject = TinyNetworks.subject(network, image, 0);
    float[] raw =
        Method.LRP_ZPLUS.explain(subject, AttributionOptions.usual(2)).raw().orElseThrow().floats();
    // pixel 0: z = 4, R = 2, positive part 2·3 only; pixel 1: z = 6, R = 3, parts 2·1 and −1·−4.
    assertThat(raw).containsExactly(new float[] {2, 1, 0, 2}, within(1e-5f));
  }

  @Test
  void gammaOfOneLayerFavoursPositiveContributions() {
    Tensor weight = Tensor.of(Shape.of(1, 2, 1, 1), new float[] {2, -1});
    Network network = RelevanceCases.oneConvolution(weight, 1, 2);
    Tensor image = Tensor.of(Shape.of(1, 2, 1, 2), new float[] {3, 1, 2, -4});
    Subject subject = TinyNetworks.subject(network, image, 0);
    AttributionOptions options =
        new AttributionOptions(
            Optional.empty(),
            List.of(0f, 0f),
            0,
            SmoothGrad.Options.USUAL,
            IntegratedGradients.Options.USUAL,
            new RelevancePropagation.Options(0, 1),
            Rise.Options.USUAL,
            OcclusionMap.Options.USUAL);
    float[] raw = Method.LRP_GAMMA.explain(subject, options).raw().orElseThrow().floats();
    // pixel 0: parts 4·3 and −1·2 of 10 share R = 2; pixel 1: parts 4·1 and −2·−4 of 12 share 3.
    assertThat(raw).containsExactly(new float[] {2.4f, 1, -0.4f, 2}, within(1e-5f));
  }

  @Test
  void mergedNormalisationChangesNoScore() {
    Network network = TinyNetworks.biased(3);
    Network merged = MergedNormalisation.of(network);
    assertThat(merged.nodes()).hasSize(network.nodes().size() - 1);
    Tensor x = image(9);
    float[] before =
        network.forward(TinyNetworks.subject(network, x, 0).kernels(), x).get(0).floats();
    float[] after = merged.forward(TinyNetworks.subject(merged, x, 0).kernels(), x).get(0).floats();
    assertThat(after).containsExactly(before, within(1e-5f));
  }

  @Test
  void smoothGradOfALinearNetworkIsItsGradient() {
    Tensor weight = TinyNetworks.random(6, Shape.of(2, IMAGE.size()), -1, 1);
    Network network = TinyNetworks.linear(3, TinyNetworks.H, TinyNetworks.W, weight);
    Subject subject = TinyNetworks.subject(network, image(6), 1);
    float[] smooth = Method.SMOOTHGRAD.explain(subject, USUAL).raw().orElseThrow().floats();
    for (int i = 0; i < smooth.length; i++) {
      assertThat(smooth[i]).isCloseTo(weight.floats()[IMAGE.size() + i], within(1e-6f));
    }
  }

  @Test
  void occlusionOfOnePixelAtATimeIsItsShareOfALinearScore() {
    Tensor weight = TinyNetworks.random(6, Shape.of(2, 6 * 7), -1, 1);
    Tensor image = TinyNetworks.random(7, Shape.of(1, 1, 6, 7), -1, 1);
    Subject subject = TinyNetworks.subject(TinyNetworks.linear(1, 6, 7, weight), image, 1);
    AttributionOptions options =
        new AttributionOptions(
            Optional.empty(),
            List.of(0f),
            0,
            SmoothGrad.Options.USUAL,
            IntegratedGradients.Options.USUAL,
            RelevancePropagation.Options.USUAL,
            Rise.Options.USUAL,
            new OcclusionMap.Options(0.2, 6));
    float[] map = Method.OCCLUSION.explain(subject, options).map().values();
    for (int i = 0; i < map.length; i++) {
      assertThat(map[i]).isCloseTo(weight.floats()[42 + i] * image.floats()[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void theMapDoesNotDependOnTheThreads(Method method) {
    AttributionOptions options =
        with(
            IntegratedGradients.Options.USUAL,
            RelevancePropagation.Options.USUAL,
            new Rise.Options(21, 3, 0.5));
    Network network = TinyNetworks.biased(2);
    Plane one = method.explain(TinyNetworks.subject(network, image(6), 0), options).map();
    Plane three = method.explain(TinyNetworks.subject(network, image(6), 0, 3), options).map();
    assertThat(three.values()).containsExactly(one.values());
    assertThat(one.values()).hasSize(TinyNetworks.H * TinyNetworks.W);
    assertThat(one.values()).isNotEqualTo(new float[one.values().length]);
  }
}
