package org.convscope.visualize.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.visualize.attribute.AttributionOptions;
import org.convscope.visualize.attribute.Method;
import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.attribute.Subject;
import org.convscope.visualize.attribute.TinyNetworks;
import org.junit.jupiter.api.Test;

class TrustTest {
  private static final TrustOptions OPTIONS =
      new TrustOptions(List.of(0f), 5, 4, 3, 10, 10, 0.02, 3);

  /** Four pixels that add 1, 2, 3 and 4 to the score. */
  private static Subject sum() {
    Tensor weight = Tensor.of(Shape.of(1, 4), new float[] {1, 2, 3, 4});
    Tensor image = Tensor.of(Shape.of(1, 1, 1, 4), new float[] {1, 1, 1, 1});
    return TinyNetworks.subject(TinyNetworks.linear(1, 1, 4, weight), image, 0);
  }

  private static Plane row(float... values) {
    return new Plane(values, 1, values.length);
  }

  @Test
  void deletionIsTheAreaUnderTheScoresOnTheWay() {
    // From the strongest: 10, 6, 3, 1, 0; from the weakest: 10, 9, 7, 4, 0.
    assertThat(Erasure.of(sum(), row(1, 2, 3, 4), OPTIONS).deletion())
        .isCloseTo((10 / 2.0 + 6 + 3 + 1) / 4, within(1e-6));
    assertThat(Erasure.of(sum(), row(4, 3, 2, 1), OPTIONS).deletion())
        .isCloseTo((10 / 2.0 + 9 + 7 + 4) / 4, within(1e-6));
  }

  @Test
  void insertionStartsFromTheBlurredImage() {
    // The image is even, so its blurred copy is the image itself.
    assertThat(Erasure.of(sum(), row(1, 2, 3, 4), OPTIONS).insertion()).isCloseTo(10, within(1e-5));
    // A single bright pixel blurred with σ = 0.1 keeps its place; putting it back adds nothing.
    Subject one = sum().with(Tensor.of(Shape.of(1, 1, 1, 4), new float[] {0, 0, 0, 1}));
    assertThat(Erasure.of(one, row(0, 0, 0, 1), OPTIONS).insertion()).isCloseTo(4, within(1e-5));
  }

  @Test
  void theControlIsTheMeanOfRandomOrders() {
    double control = Erasure.control(sum(), OPTIONS).deletion();
    assertThat(control).isBetween(3.75, 6.25);
    assertThat(Erasure.control(sum(), OPTIONS).deletion()).isEqualTo(control);
  }

  @Test
  void localisationCountsThePositiveValuesOnTheObject() {
    BitSet object = new BitSet();
    object.set(1, 3);
    Localisation l = Localisation.of(row(1, 4, 2, -5, 1), object);
    assertThat(l).isEqualTo(new Localisation(true, 6.0 / 8, 2.0 / 5));
    assertThat(Localisation.of(row(7, 4, 2, 0, 1), object).hit()).isFalse();
    assertThat(Localisation.of(row(0, 0, 0, 0, 0), object))
        .isEqualTo(new Localisation(false, 0, 2.0 / 5));
  }

  @Test
  void infidelityIsZeroForTheTruthAtAnyScaleAndOneForNothing() {
    Tensor weight = TinyNetworks.random(2, Shape.of(1, 8 * 11), -1, 1);
    Tensor image = TinyNetworks.random(3, Shape.of(1, 1, 8, 11), 0.5, 1);
    Subject subject = TinyNetworks.subject(TinyNetworks.linear(1, 8, 11, weight), image, 0);
    float[] truth = new float[88];
    float[] other = new float[88];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = 3 * weight.floats()[i] * image.floats()[i];
      other[i] = (float) Math.sin(i);
    }
    assertThat(Infidelity.of(subject, new Plane(truth, 8, 11), OPTIONS)).isCloseTo(0, within(1e-5));
    assertThat(Infidelity.of(subject, new Plane(new float[88], 8, 11), OPTIONS)).isEqualTo(1);
    assertThat(Infidelity.of(subject, new Plane(other, 8, 11), OPTIONS)).isBetween(0.2, 1.0);
  }

  @Test
  void sensitivityIsTheLargestRelativeChange() {
    Explainer image = s -> row(s.image().floats());
    double s = Sensitivity.of(sum(), row(1, 1, 1, 1), image, OPTIONS);
    // ‖δ‖/‖x‖ with four |δ| ≤ 0.02 and ‖x‖ = 2
    assertThat(s).isBetween(0.01, 0.02);
    assertThat(Sensitivity.of(sum(), row(3, 4, 0, 0), x -> row(3, 4, 0, 0), OPTIONS)).isZero();
    assertThat(Sensitivity.of(sum(), row(3, 4, 0, 0), x -> row(3, 4, 0, 5), OPTIONS)).isEqualTo(1);
  }

  @Test
  void rankCorrelationIgnoresSignsAndSharesRanks() {
    assertThat(Spearman.ofAbsolute(new float[] {1, -2, 3}, new float[] {-5, 6, 70}))
        .isCloseTo(1, within(1e-12));
    assertThat(Spearman.ofAbsolute(new float[] {1, 2, 3}, new float[] {3, -2, 1}))
        .isCloseTo(-1, within(1e-12));
    // ranks 0, 1.5, 1.5 and 0, 1, 2
    assertThat(Spearman.ofAbsolute(new float[] {1, 2, -2}, new float[] {1, 2, 3}))
        .isCloseTo(1.5 / Math.sqrt(1.5 * 2), within(1e-12));
    assertThat(Spearman.ofAbsolute(new float[] {0, 0}, new float[] {1, 2})).isZero();
  }

  @Test
  void randomisationTellsTheImageFromWhatWasLearned() {
    Network network = TinyNetworks.biased(2);
    Tensor image = TinyNetworks.random(4, Shape.of(1, 3, TinyNetworks.H, TinyNetworks.W), -1, 1);
    Subject subject = TinyNetworks.subject(network, image, 1);
    AttributionOptions options = AttributionOptions.usual(3);
    Explainer learned = s -> Method.IG.explain(s, options).map();
    Explainer edges = s -> new Plane(s.image().floats(), 3 * TinyNetworks.H, TinyNetworks.W);
    List<Randomisation.Step> steps =
        Randomisation.cascade(subject, learned.map(subject), learned, OPTIONS);
    assertThat(steps).hasSize(3);
    assertThat(steps.get(2).layer()).contains("conv1");
    assertThat(steps.get(2).correlation()).isLessThan(0.8);
    assertThat(Randomisation.cascade(subject, edges.map(subject), edges, OPTIONS))
        .allSatisfy(s -> assertThat(s.correlation()).isCloseTo(1, within(1e-9)));
  }
}
