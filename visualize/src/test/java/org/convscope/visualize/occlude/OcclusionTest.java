package org.convscope.visualize.occlude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.NetworkBuilder.Size;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.occlude.OcclusionOptions.Evaluation;
import org.convscope.visualize.occlude.OcclusionResult.ClassMap;
import org.convscope.visualize.occlude.WindowGrid.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OcclusionTest {
  private static final int H = 11;
  private static final int W = 14;

  /** Two classes: the sum of all pixels, and minus twice the sum of the left half. */
  private static Network sums() {
    Network n =
        new NetworkBuilder("sums", Initialisation.he(1), 1, new Size(3, 4))
            .flatten()
            .linear("fc", 2)
            .build("scores");
    float[] weights = new float[24];
    for (int i = 0; i < 12; i++) {
      weights[i] = 1;
      weights[12 + i] = i % 4 < 2 ? -2 : 0;
    }
    return n.withParameters(Map.of("fc.weight", Tensor.of(Shape.of(2, 12), weights)));
  }

  private static final Tensor RAMP =
      Tensor.of(Shape.of(1, 1, 3, 4), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});

  private static OcclusionOptions options(
      Tensor x, WindowGrid grid, Evaluation evaluation, ClassScore... scores) {
    Tensor cover = new Fill.Mean().cover(x, Optional.empty(), 0);
    return new OcclusionOptions(List.of(scores), Optional.empty(), grid, cover, evaluation);
  }

  private static List<Kernels> lanes(int count) {
    return Stream.generate(() -> KernelSets.choose(Workers.of(1), new Buffers()))
        .limit(count)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Evaluation.class)
  void aLinearNetworkLosesWhatLiesUnderTheSquare(Evaluation evaluation) {
    WindowGrid grid = new WindowGrid(3, 4, new Square(2, 2, 1, 2), Edge.INSIDE);
    ClassScore all = new ClassScore("scores", 0, ClassScore.Kind.LOGIT);
    ClassScore left = new ClassScore("scores", 1, ClassScore.Kind.LOGIT);
    OcclusionResult r =
        Occlusion.run(sums(), lanes(2), RAMP, options(RAMP, grid, evaluation, all, left), i -> {});
    // The squares hold {1,2,5,6}, {3,4,7,8}, {5,6,9,10}, {7,8,11,12}; everything is 78.
    ClassMap first = r.classes().get(0);
    assertThat(first.cleanLogit()).isEqualTo(78);
    assertThat(first.logit()).containsExactly(78 - 14, 78 - 22, 78 - 30, 78 - 38);
    assertThat(r.classes().get(1).logit()).containsExactly(-66 + 28, -66, -66 + 60, -66);
    // The middle row lies under two squares, the others under one.
    assertThat(first.pixels().values())
        .containsExactly(14, 14, 22, 22, 22, 22, 30, 30, 30, 30, 38, 38);
    assertThat(first.pixels().uncovered()).isZero();
    assertThat(r.top()).containsOnly(0);
    assertThat(r.cleanTop()).isZero();
  }

  @Test
  void probabilitiesComeFromTheSoftmaxOfAllClasses() {
    Tensor x = Tensor.of(RAMP.shape(), new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    WindowGrid grid = new WindowGrid(3, 4, new Square(1, 4, 1, 1), Edge.INSIDE);
    ClassScore p = new ClassScore("scores", 1, ClassScore.Kind.PROBABILITY);
    ClassMap c =
        Occlusion.run(sums(), lanes(1), x, options(x, grid, Evaluation.FULL, p), i -> {})
            .classes()
            .get(0);
    double clean = Math.exp(-2) / (Math.exp(-2) + Math.exp(1));
    assertThat(c.cleanProbability()).isCloseTo(clean, within(1e-7));
    assertThat(c.probability()[0]).isCloseTo(0.5f, within(1e-7f));
    assertThat((double) c.probability()[1]).isCloseTo(clean, within(1e-7));
    assertThat((double) c.pixels().values()[3]).isCloseTo(clean - 0.5, within(1e-7));
  }

  @Test
  void pixelsThatNoSquareCoversCountAsSuch() {
    WindowGrid grid = new WindowGrid(3, 4, new Square(2, 3, 2, 2), Edge.INSIDE);
    ClassScore all = new ClassScore("scores", 0, ClassScore.Kind.LOGIT);
    OcclusionResult r =
        Occlusion.run(sums(), lanes(1), RAMP, options(RAMP, grid, Evaluation.FULL, all), i -> {});
    assertThat(r.top()).hasSize(1);
    assertThat(r.classes().get(0).pixels().uncovered()).isEqualTo(6);
    assertThat(r.classes().get(0).pixels().values())
        .containsExactly(24, 24, 24, 0, 24, 24, 24, 0, 0, 0, 0, 0);
  }

  @Test
  void overTheEdgeTheSquaresMiddleVisitsTheWholeImage() {
    WindowGrid grid = new WindowGrid(10, 13, new Square(4, 6, 3, 4), Edge.OVER);
    assertThat(grid.rows()).isEqualTo(4);
    assertThat(grid.columns()).isEqualTo(4);
    assertThat(grid.windows().get(0))
        .isEqualTo(new org.convscope.models.ReceptiveField.Region(0, 0, 2, 3));
    assertThat(grid.windows().get(15))
        .isEqualTo(new org.convscope.models.ReceptiveField.Region(7, 9, 3, 4));
  }

  @Test
  void theGridOfTheUsualSizeHas529Positions() {
    WindowGrid grid = new WindowGrid(224, 224, Square.of(48, 8), Edge.INSIDE);
    assertThat(grid.windows()).hasSize(529);
  }

  private static Network small() {
    return new NetworkBuilder("small", Initialisation.he(5), 3, new Size(H, W))
        .conv("a", 6, Window.square(3, 1, 1))
        .relu("a.relu")
        .maxPool("pool", Window.square(3, 2, 0).withCeil(true))
        .conv("b", 5, Window.square(3, 1, 1))
        .relu("b.relu")
        .globalAveragePool("gap")
        .flatten()
        .linear("fc", 4)
        .build("scores");
  }

  private static Tensor random() {
    CounterRandom random = CounterRandom.of(4);
    float[] values = new float[3 * H * W];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian(i);
    }
    return Tensor.of(Shape.of(1, 3, H, W), values);
  }

  private static OcclusionResult ofLayer(Evaluation evaluation, int lanes) {
    Tensor x = random();
    String layer = new org.convscope.models.Layers(small()).resolve("b.relu").value();
    OcclusionOptions o =
        new OcclusionOptions(
            List.of(new ClassScore("scores", 2, ClassScore.Kind.LOGIT)),
            Optional.of(layer),
            new WindowGrid(H, W, new Square(4, 5, 2, 3), Edge.OVER),
            new Fill.Noise().cover(x, Optional.empty(), 9),
            evaluation);
    return Occlusion.run(small(), lanes(lanes), x, o, i -> {});
  }

  @Test
  void incrementalEqualsFull() {
    OcclusionResult full = ofLayer(Evaluation.FULL, 1);
    OcclusionResult incremental = ofLayer(Evaluation.INCREMENTAL, 1);
    assertThat(incremental.classes().get(0).logit())
        .containsExactly(full.classes().get(0).logit(), within(1e-5f));
    assertThat(incremental.feature().orElseThrow().sums())
        .containsExactly(full.feature().orElseThrow().sums(), within(1e-4f));
    assertThat(incremental.top()).isEqualTo(full.top());
    assertThat(incremental.cost().full()).isEqualTo(full.cost().full());
    assertThat(incremental.cost().saved()).isBetween(0.2, 0.9);
    assertThat(full.cost().saved()).isZero();
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    assertThat(ofLayer(Evaluation.INCREMENTAL, 3).classes().get(0).logit())
        .isEqualTo(ofLayer(Evaluation.INCREMENTAL, 1).classes().get(0).logit());
  }

  @Test
  void theFollowedMapIsTheOneWithTheStrongestActivation() {
    OcclusionResult.FeatureMap f = ofLayer(Evaluation.FULL, 1).feature().orElseThrow();
    Tensor a =
        small()
            .run(lanes(1).get(0), Map.of(small().input().name(), random()), Request.taps(f.value()))
            .value(f.value());
    float most = 0;
    for (float v : a.floats()) {
      most = Math.max(most, v);
    }
    int width = a.shape().dim(3);
    int plane = a.shape().dim(2) * width;
    assertThat(f.activation()).isEqualTo(most);
    assertThat(a.floats()[f.map() * plane + f.y() * width + f.x()]).isEqualTo(most);
    double sum = 0;
    for (int i = f.map() * plane; i < (f.map() + 1) * plane; i++) {
      sum += a.floats()[i];
    }
    assertThat(f.cleanSum()).isCloseTo(sum, within(1e-4));
    assertThat(f.projection().shape()).isEqualTo(random().shape());
  }

  @Test
  void aColourIsNormalisedLikeAnyPixel() {
    Preprocessing p = Preprocessing.imageNet(2, 3);
    Tensor x = Tensor.zeros(org.convscope.engine.DType.FLOAT, Shape.of(1, 3, 2, 3));
    float[] cover = Fill.parse("#ff0080").cover(x, Optional.of(p), 0).floats();
    assertThat(cover[0]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-6f));
    assertThat(cover[6]).isCloseTo(-0.456f / 0.224f, within(1e-6f));
    assertThat(cover[17]).isCloseTo((128 / 255f - 0.406f) / 0.225f, within(1e-6f));
    assertThatThrownBy(() -> Fill.parse("grey").cover(x, Optional.empty(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("preprocessing");
    assertThatThrownBy(() -> Fill.parse("gray127")).hasMessageContaining("gray127");
  }

  @Test
  void blurKeepsTheMeanOfAConstantAndSpreadsAPoint() {
    float[] x = new float[3 * 40 * 60];
    java.util.Arrays.fill(x, 0, 2400, 7);
    x[2400 + 20 * 60 + 30] = 1;
    Tensor image = Tensor.of(Shape.of(1, 3, 40, 60), x);
    float[] blurred = Fill.parse("blur").cover(image, Optional.empty(), 0).floats();
    assertThat(blurred[0]).isCloseTo(7, within(1e-5f));
    double sum = 0;
    for (int i = 2400; i < 4800; i++) {
      sum += blurred[i];
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    // A Gaussian of deviation 2 has 1/(2π·4) at its middle.
    assertThat(blurred[2400 + 20 * 60 + 30]).isCloseTo(0.0398f, within(1e-3f));
  }
}
