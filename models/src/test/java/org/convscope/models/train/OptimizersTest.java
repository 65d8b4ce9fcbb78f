package org.convscope.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {
  private static final Workers ONE = Workers.of(1);
  private static final Buffers BUFFERS = new Buffers();

  private static Tensor of(float... v) {
    return Tensor.of(Shape.of(v.length), v);
  }

  private static float[] step(Optimizer o, float p, float g, double rate) {
    return o.step(Map.of("p", of(p)), Map.of("p", of(g)), rate, ONE, BUFFERS).get("p").floats();
  }

  @Test
  void sgdWithMomentumAndDecayFollowsItsFormula() {
    Optimizer o = Sgd.classical(0.9, 0.1);
    // g = 2 + 0.1·1 = 2.1, v = 2.1, p = 1 − 0.5·2.1
    float p1 = step(o, 1f, 2f, 0.5)[0];
    assertThat(p1).isCloseTo(-0.05f, within(1e-6f));
    // g = 3 − 0.005 = 2.995, v = 0.9·2.1 + 2.995 = 4.885, p = −0.05 − 0.5·4.885
    assertThat(step(o, p1, 3f, 0.5)[0]).isCloseTo(-2.4925f, within(1e-5f));
  }

  @Test
  void nesterovLooksAheadByTheMomentum() {
    Optimizer o = Sgd.nesterov(0.9, 0);
    // v = 2, p = 1 − 0.5·(2 + 0.9·2)
    assertThat(step(o, 1f, 2f, 0.5)[0]).isCloseTo(-0.9f, within(1e-6f));
  }

  @Test
  void theFirstStepOfAdamIsTheRateInTheGradientsDirection() {
    assertThat(step(Adam.adam(Adam.Betas.DEFAULT, 0), 1f, 1e-3f, 0.1)[0])
        .isCloseTo(0.9f, within(1e-5f));
    assertThat(step(Adam.adam(Adam.Betas.DEFAULT, 0), 1f, -50f, 0.1)[0])
        .isCloseTo(1.1f, within(1e-5f));
  }

  @Test
  void adamsSecondStepFollowsItsFormula() {
    Optimizer o = Adam.adam(new Adam.Betas(0.5, 0.75, 0), 0);
    step(o, 1f, 2f, 0.1);
    // m = 0.5·1 + 0.5·4 = 2.5, m̂ = 2.5/0.75; v = 0.75·1 + 0.25·16 = 4.75, v̂ = 4.75/0.4375
    double expected = 3 - 0.1 * (2.5 / 0.75) / Math.sqrt(4.75 / 0.4375);
    assertThat(step(o, 3f, 4f, 0.1)[0]).isCloseTo((float) expected, within(1e-6f));
  }

  @Test
  void decoupledDecayShrinksTheParameterAndNotTheGradient() {
    // a zero gradient moves nothing but the decay: 2·(1 − 0.1·0.3)
    assertThat(step(Adam.adamW(Adam.Betas.DEFAULT, 0.3), 2f, 0f, 0.1)[0])
        .isCloseTo(1.94f, within(1e-6f));
    // in the gradient, the decay is a step of full size
    assertThat(step(Adam.adam(Adam.Betas.DEFAULT, 0.3), 2f, 0f, 0.1)[0])
        .isCloseTo(1.9f, within(1e-5f));
  }

  static List<Supplier<Optimizer>> optimizers() {
    return List.of(
        () -> Sgd.classical(0.9, 1e-3),
        () -> Sgd.nesterov(0.8, 0),
        () -> Adam.adam(Adam.Betas.DEFAULT, 1e-3),
        () -> Adam.adamW(Adam.Betas.DEFAULT, 1e-2));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRestoredOptimizerGoesOnBitForBit(Supplier<Optimizer> make) {
    Optimizer through = make.get();
    Tensor p = of(1f, -2f, 0.5f);
    Tensor g = of(0.3f, 0.1f, -4f);
    p = through.step(Map.of("p", p), Map.of("p", g), 0.1, ONE, BUFFERS).get("p");
    Optimizer resumed = make.get();
    resumed.restore(through.state());
    assertThat(resumed.step(Map.of("p", p), Map.of("p", g), 0.1, ONE, BUFFERS).get("p").floats())
        .containsExactly(
            through.step(Map.of("p", p), Map.of("p", g), 0.1, ONE, BUFFERS).get("p").floats());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aStateStaysAsItIsWhenStepsAreTaken(Supplier<Optimizer> make) {
    for (DType type : new DType[] {DType.FLOAT, DType.DOUBLE}) {
      Optimizer o = make.get();
      if (type == DType.DOUBLE && o instanceof Adam) {
        continue;
      }
      Tensor p = of(1f, -2f, 0.5f).cast(type);
      Tensor g = of(0.3f, 0.1f, -4f).cast(type);
      o.step(Map.of("p", p), Map.of("p", g), 0.1, ONE, BUFFERS);
      Map<String, Tensor> state = o.state();
      Map<String, List<Double>> before = numbers(state);
      Optimizer other = make.get();
      other.restore(state);
      o.step(Map.of("p", p), Map.of("p", g), 0.1, ONE, BUFFERS);
      other.step(Map.of("p", p), Map.of("p", g), 0.1, ONE, BUFFERS);
      assertThat(numbers(state)).isEqualTo(before);
      assertThat(numbers(other.state())).isEqualTo(numbers(o.state())).isNotEqualTo(before);
    }
  }

  private static Map<String, List<Double>> numbers(Map<String, Tensor> state) {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    state.forEach((name, t) -> all.put(name, Arrays.stream(t.toDoubles()).boxed().toList()));
    return all;
  }

  private static Tensor noise(String name, int length) {
    CounterRandom random = CounterRandom.of(length).stream(name);
    float[] v = new float[length];
    for (int i = 0; i < length; i++) {
      v[i] = (float) random.gaussian(i);
    }
    return of(v);
  }

  /** Parameters of less than a piece, of exactly two, and of two and a bit. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void threadsShareTheWorkAndDoNotChangeTheResult(Supplier<Optimizer> make) {
    Map<String, Tensor> p = new LinkedHashMap<>();
    Map<String, Tensor> g = new LinkedHashMap<>();
    for (int length : new int[] {3, 1 << 17, (1 << 17) + 5}) {
      p.put("p" + length, noise("parameter", length));
      g.put("p" + length, noise("gradient", length));
    }
    Optimizer alone = make.get();
    Optimizer shared = make.get();
    try (Workers three = Workers.of(3)) {
      for (int step = 0; step < 2; step++) {
        Map<String, Tensor> expected = alone.step(p, g, 0.1, ONE, BUFFERS);
        Map<String, Tensor> actual = shared.step(p, g, 0.1, three, BUFFERS);
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach(
            (name, t) -> assertThat(actual.get(name).floats()).containsExactly(t.floats()));
        p = actual;
      }
    }
  }

  @Test
  void schedulesHaveTheirValuesAtTheEndsAndInTheMiddle() {
    assertThat(Schedule.cosine(2).at(0, 100)).isEqualTo(2);
    assertThat(Schedule.cosine(2).at(50, 100)).isCloseTo(1, within(1e-12));
    assertThat(Schedule.cosine(2).at(100, 100)).isCloseTo(0, within(1e-12));
    assertThat(Schedule.step(1, 0.1, 0.25).at(24, 100)).isEqualTo(1);
    assertThat(Schedule.step(1, 0.1, 0.25).at(50, 100)).isCloseTo(0.01, within(1e-12));
    assertThat(Schedule.constant(3).withWarmUp(2).at(0, 10)).isCloseTo(1, within(1e-12));
    assertThat(Schedule.constant(3).withWarmUp(2).at(2, 10)).isEqualTo(3);
  }

  @Test
  void gradientsAreScaledTogetherToTheLimitAndLeftAloneBelowIt() {
    Map<String, Tensor> g = Map.of("a", of(3f), "b", of(0f, 4f));
    assertThat(Clipping.byNorm(g, 6)).isSameAs(g);
    Map<String, Tensor> clipped = Clipping.byNorm(g, 2.5);
    assertThat(clipped.get("a").floats()).containsExactly(1.5f);
    assertThat(clipped.get("b").floats()).containsExactly(0f, 2f);
  }

  @Test
  void onlyFiltersAboveTheLimitAreRenormalised() {
    Tensor w = Tensor.of(Shape.of(2, 1, 1, 2), new float[] {3f, 4f, 0.1f, -0.1f});
    float[] limited = Clipping.filters(w, 0.5).floats();
    // rms of (3, 4) is √12.5
    assertThat(limited[0]).isCloseTo((float) (1.5 / Math.sqrt(12.5)), within(1e-6f));
    assertThat(limited[1]).isCloseTo((float) (2 / Math.sqrt(12.5)), within(1e-6f));
    assertThat(limited[2]).isEqualTo(0.1f);
    assertThat(limited[3]).isEqualTo(-0.1f);
  }
}
