package org.convscope.visualize.invariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
import org.convscope.visualize.invariance.Invariance.Curve;
import org.convscope.visualize.invariance.Invariance.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvarianceTest {
  private static final int H = 9;
  private static final int W = 12;

  private static Tensor random() {
    CounterRandom random = CounterRandom.of(4);
    float[] values = new float[2 * H * W];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian(i);
    }
    return Tensor.of(Shape.of(1, 2, H, W), values);
  }

  private static Network network() {
    return new NetworkBuilder("small", Initialisation.he(5), 2, new Size(H, W))
        .conv("a", 4, Window.square(3, 1, 1))
        .relu("a.relu")
        .globalAveragePool("gap")
        .flatten()
        .linear("fc", 3)
        .build("scores");
  }

  private static List<Kernels> lanes(int count) {
    return Stream.generate(() -> KernelSets.choose(Workers.of(1), new Buffers()))
        .limit(count)
        .toList();
  }

  static Stream<Transform> identities() {
    return Stream.of(new Transform.Shift(0), new Transform.Scale(1), new Transform.Rotation(0));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void anIdentityKeepsEveryBit(Transform identity) {
    Tensor x = random();
    assertThat(identity.apply(x).floats()).isEqualTo(x.floats());
    Invariance method = new Invariance(network(), List.of("scores"));
    Curve c =
        method.run(lanes(1), List.of(new Subject("x", x, -1)), List.of(identity), i -> {}).get(0);
    assertThat(c.distances()[0]).containsExactly(0.0);
  }

  @Test
  void aShiftMovesRowsDownAndLetsTheMeanIn() {
    Tensor x = random();
    float[] moved = new Transform.Shift(2).apply(x).floats();
    assertThat(moved[0]).isZero();
    assertThat(moved[1 * W + 5]).isZero();
    assertThat(moved[2 * W + 5]).isEqualTo(x.floats()[5]);
    assertThat(moved[H * W + 8 * W + 11]).isEqualTo(x.floats()[H * W + 6 * W + 11]);
    float[] half = new Transform.Shift(-0.5).apply(x).floats();
    assertThat(half[3 * W + 4])
        .isCloseTo((x.floats()[3 * W + 4] + x.floats()[4 * W + 4]) / 2, within(1e-6f));
  }

  @Test
  void aRotationTurnsCounterClockwiseAboutTheMiddle() {
    float[] pixels = new float[25];
    pixels[2 * 5 + 4] = 1;
    Tensor right = Tensor.of(Shape.of(1, 1, 5, 5), pixels);
    float[] up = new Transform.Rotation(90).apply(right).floats();
    assertThat(up[2]).isCloseTo(1, within(1e-6f));
    float[] left = new Transform.Rotation(180).apply(right).floats();
    assertThat(left[2 * 5]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void scalingKeepsTheMiddleAndDoublesDistances() {
    float[] pixels = new float[35];
    pixels[2 * 7 + 3] = 5;
    pixels[2 * 7 + 4] = 1;
    Tensor x = Tensor.of(Shape.of(1, 1, 5, 7), pixels);
    float[] larger = new Transform.Scale(2).apply(x).floats();
    assertThat(larger[2 * 7 + 3]).isEqualTo(5);
    assertThat(larger[2 * 7 + 5]).isEqualTo(1);
    assertThat(larger[2 * 7 + 4]).isEqualTo(3);
  }

  @Test
  void distancesAreEuclideanAndOfTheLayerAskedFor() {
    Tensor x = random();
    Transform shift = new Transform.Shift(1);
    String input = network().input().name();
    Invariance method = new Invariance(network(), List.of(input, "scores"));
    List<Subject> twice = List.of(new Subject("a", x, 2), new Subject("b", x, 1));
    List<Curve> curves = method.run(lanes(2), twice, List.of(shift), i -> {});
    double squares = 0;
    float[] moved = shift.apply(x).floats();
    for (int i = 0; i < moved.length; i++) {
      squares += Math.pow((double) moved[i] - x.floats()[i], 2);
    }
    assertThat(curves.get(0).distances()[0][0]).isCloseTo(Math.sqrt(squares), within(1e-9));
    assertThat(curves.get(0).distances()[1][0]).isPositive();
    assertThat(curves.get(0).distances()).isDeepEqualTo(curves.get(1).distances());
    double sum = curves.get(0).probabilities()[0] + curves.get(1).probabilities()[0];
    assertThat(sum).isBetween(0.0, 1.0);
    assertThat(curves.get(1).label()).isEqualTo(1);
  }
}
