package org.convscope.visualize.correspond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convscope.engine.Buffers;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.NetworkBuilder.Size;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.correspond.CorrespondenceOptions.Features;
import org.convscope.visualize.occlude.Fill;
import org.junit.jupiter.api.Test;

class CorrespondenceTest {
  @Test
  void distanceIsTheShareOfDifferentSignsOverAllPairs() {
    SignDistance d =
        SignDistance.of(
            List.of(new byte[] {1, 1, -1, 0}, new byte[] {1, -1, -1, 0}, new byte[] {1, 0, 1, 1}));
    // The pairs differ in 1, 3 and 3 of 4 features.
    assertThat(d.mean()).isCloseTo(7 / 12.0, within(1e-12));
    assertThat(d.deviation()).isCloseTo(Math.sqrt(2) / 6, within(1e-12));
    assertThat(d.pairs()).isEqualTo(3);
  }

  @Test
  void severalDistancesTogetherAreThatOfAllTheirPairs() {
    SignDistance a = new SignDistance(0.2, 0.1, 3);
    SignDistance b = new SignDistance(0.4, 0.0, 3);
    SignDistance both = SignDistance.together(List.of(a, b));
    assertThat(both.mean()).isCloseTo(0.3, within(1e-12));
    // Half of the pairs scatter by 0.1 around 0.2, all means by 0.1 around 0.3.
    assertThat(both.deviation()).isCloseTo(Math.sqrt(0.005 + 0.01), within(1e-12));
    assertThat(both.pairs()).isEqualTo(6);
  }

  /** Three features: sum of row 0, minus sum of row 0, sum of column 0. */
  private static Network sums() {
    Network n =
        new NetworkBuilder("sums", Initialisation.he(1), 1, new Size(2, 3))
            .flatten()
            .linear("fc", 3)
            .build("features");
    float[] w = {1, 1, 1, 0, 0, 0, -1, -1, -1, 0, 0, 0, 1, 0, 0, 1, 0, 0};
    return n.withParameters(Map.of("fc.weight", Tensor.of(Shape.of(3, 6), w)));
  }

  private static MarkedInput image(Region part, float... pixels) {
    return new MarkedInput("i", Tensor.of(Shape.of(1, 1, 2, 3), pixels), Map.of("part", part));
  }

  private static List<Kernels> lanes(int count) {
    return Stream.generate(() -> KernelSets.choose(Workers.of(1), new Buffers()))
        .limit(count)
        .toList();
  }

  private static CorrespondenceOptions options() {
    return new CorrespondenceOptions(
        List.of("features"), Features.PLACES, new Fill.Mean(), Optional.empty(), 3);
  }

  @Test
  void coveredPartsAreComparedBySign() {
    Region topLeft = new Region(0, 0, 1, 1);
    Region bottomRight = new Region(1, 2, 1, 1);
    Group group =
        new Group(
            "g",
            List.of(
                image(topLeft, 2, 3, 4, 5, 6, 7),
                image(topLeft, -2, 3, 4, 5, 6, 7),
                image(bottomRight, 2, 3, 4, 5, 6, 7)));
    List<CorrespondenceRow> rows = Correspondence.of(sums(), lanes(2), group, options(), i -> {});
    // ε is (2, −2, 2), (−2, 2, −2) and (0, 0, 0): all pairs differ everywhere.
    assertThat(rows).extracting(CorrespondenceRow::part).containsExactly("part", "random");
    assertThat(rows.get(0).layers().get(0)).isEqualTo(new SignDistance(1, 0, 3));
  }

  @Test
  void partsThatMoveTheFeaturesAlikeHaveDistanceZero() {
    Region whole = new Region(0, 0, 2, 3);
    Group group =
        new Group("g", List.of(image(whole, 1, 1, 1, 1, 1, 1), image(whole, 2, 3, 4, 5, 6, 7)));
    List<CorrespondenceRow> rows = Correspondence.of(sums(), lanes(1), group, options(), i -> {});
    assertThat(rows.get(0).layers().get(0)).isEqualTo(new SignDistance(0, 0, 1));
    // A random rectangle of the image's size has only one place.
    assertThat(rows.get(1).layers().get(0)).isEqualTo(new SignDistance(0, 0, 1));
  }

  @Test
  void imagesNeedAPartInCommon() {
    MarkedInput other =
        new MarkedInput(
            "o",
            Tensor.of(Shape.of(1, 1, 2, 3), new float[6]),
            Map.of("x", new Region(0, 0, 1, 1)));
    Group group = new Group("g", List.of(image(new Region(0, 0, 1, 1), new float[6]), other));
    assertThatThrownBy(() -> Correspondence.of(sums(), lanes(1), group, options(), i -> {}))
        .hasMessageContaining("none in g");
    assertThatThrownBy(() -> new Group("g", List.of(other))).hasMessageContaining("got 1 of g");
  }
}
