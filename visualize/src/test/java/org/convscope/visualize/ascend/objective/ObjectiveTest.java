package org.convscope.visualize.ascend.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.visualize.ascend.regularise.Penalty;
import org.convscope.visualize.classes.ClassScore;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectiveTest {
  private static final Shape LAYER = Shape.of(3, 4, 5, 7);
  private static final Shape LOGITS = Shape.of(3, 6);
  private static final double STEP = 1e-6;

  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  private static Tensor numbers(Shape shape, String stream) {
    double[] x = new double[shape.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = CounterRandom.of(8).stream(stream).gaussian(i);
    }
    return Tensor.of(shape, x);
  }

  static Stream<Named<Objective>> all() {
    Look all = Look.at("layer");
    Look pooled = new Look("layer", Optional.of(new Look.Pool(3, 2)), Optional.empty());
    Look one = new Look("layer", Optional.empty(), Optional.of(new Look.Position(4, 2)));
    Tensor direction = numbers(Shape.of(1, 4, 1, 1), "direction");
    Tensor other = numbers(LAYER.with(0, 1), "other");
    Objective channel = new Channel(all, 2);
    return Stream.of(
        Named.of("channel", channel),
        Named.of("neuron", new Channel(one, 1)),
        Named.of("channel after max-pooling", new Channel(pooled, 3)),
        Named.of("whole layer", new WholeLayer(all)),
        Named.of("logit", new ClassTarget(new ClassScore("logits", 2, ClassScore.Kind.LOGIT))),
        Named.of(
            "probability",
            new ClassTarget(new ClassScore("logits", 2, ClassScore.Kind.PROBABILITY))),
        Named.of("direction", new Direction(all, direction, 2)),
        Named.of("direction without angle", new Direction(all, direction, 0)),
        Named.of("caricature", new Direction(all, other, 1)),
        Named.of("inversion", new Inversion(all, other)),
        Named.of("diversity", new Diversity(all)),
        Named.of("diverse", new Diverse(channel, new Diversity(all), 0.3)),
        Named.of("aligned", new Aligned(channel, new Alignment(all), 0.2)),
        Named.of("alignment", new Alignment(all)),
        Named.of("between", new Between(channel, new Channel(one, 0))),
        Named.of("sum", channel.times(-2).plus(new WholeLayer(pooled))));
  }

  private double score(Objective o, Map<String, Tensor> values) {
    Tape tape = new Tape(kernels);
    Map<String, Variable> constants = new LinkedHashMap<>();
    o.values().forEach(v -> constants.put(v, tape.constant(values.get(v))));
    return o.of(tape, constants).value().item();
  }

  private static Map<String, Tensor> values(double by) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> e : Map.of("layer", LAYER, "logits", LOGITS).entrySet()) {
      double[] x = numbers(e.getValue(), e.getKey()).toDoubles();
      Tensor d = numbers(e.getValue(), "way " + e.getKey());
      for (int i = 0; i < x.length; i++) {
        x[i] += by * d.at(i);
      }
      all.put(e.getKey(), Tensor.of(e.getValue(), x));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientMatchesCentralDifferences(Objective o) {
    Tape tape = new Tape(kernels);
    Map<String, Variable> variables = new LinkedHashMap<>();
    Map<String, Tensor> here = values(0);
    o.values().forEach(v -> variables.put(v, tape.variable(here.get(v))));
    var gradients = tape.backward(o.of(tape, variables), variables.values());
    double exact = 0;
    for (String v : o.values()) {
      Tensor g = gradients.of(variables.get(v));
      Tensor d = numbers(here.get(v).shape(), "way " + v);
      for (int i = 0; i < g.size(); i++) {
        exact += g.at(i) * d.at(i);
      }
    }
    double slope = (score(o, values(STEP)) - score(o, values(-STEP))) / (2 * STEP);

    assertThat(slope).isNotZero().isCloseTo(exact, within(1e-6 * Math.max(1, Math.abs(exact))));
  }

  @Test
  void equalImagesAreLeastDiverseAndBestAligned() {
    Tensor one = numbers(LAYER.with(0, 1), "one");
    double[] twice = new double[2 * one.size()];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = one.at(i % one.size());
    }
    Map<String, Tensor> same = Map.of("layer", Tensor.of(LAYER.with(0, 2), twice));

    // Two equal unit Gram matrices: −(1/2)·(1 + 1).
    assertThat(score(new Diversity(Look.at("layer")), same)).isCloseTo(-1, within(1e-6));
    assertThat(score(new Alignment(Look.at("layer")), same)).isZero();
  }

  @Test
  void equalImagesLoseTheirShareOfTheScoreHoweverLargeItIs() {
    Look look = Look.at("layer");
    Objective channel = new Channel(look, 2);
    for (double size : new double[] {-1e-3, 1, 1e3}) {
      double[] same = new double[3 * 4 * 2];
      for (int i = 0; i < same.length; i++) {
        same[i] = size * (1 + i % 8);
      }
      Map<String, Tensor> values = Map.of("layer", Tensor.of(Shape.of(3, 4, 2, 1), same));
      double alone = score(channel, values);

      assertThat(score(new Diverse(channel, new Diversity(look), 0.3), values))
          .isCloseTo(alone - 0.3 * Math.abs(alone), within(1e-3 * Math.abs(alone)));
    }
  }

  @Test
  void unlikenessCountsTheSameHoweverLargeActivationsAre() {
    Look look = Look.at("layer");
    Objective channel = new Channel(look, 2);
    Objective aligned = new Aligned(channel, new Alignment(look), 0.3);
    double[] shares = new double[2];
    for (int i = 0; i < 2; i++) {
      double[] x = numbers(Shape.of(3, 4, 2, 1), "series").toDoubles();
      for (int k = 0; k < x.length; k++) {
        x[k] *= i == 0 ? 1 : 1000;
      }
      Map<String, Tensor> values = Map.of("layer", Tensor.of(Shape.of(3, 4, 2, 1), x));
      double alone = score(channel, values);
      shares[i] = (alone - score(aligned, values)) / Math.abs(alone);
    }

    assertThat(shares[0]).isPositive();
    assertThat(shares[1]).isCloseTo(shares[0], within(1e-6));
  }

  @Test
  void inversionIsZeroAtItsTargetAndMinusOneAtNothing() {
    Tensor target = numbers(LAYER.with(0, 1), "one");
    Objective o = new Inversion(Look.at("layer"), target);
    Tensor zero = Tensor.zeros(target.type(), target.shape());

    assertThat(score(o, Map.of("layer", target))).isZero();
    assertThat(score(o, Map.of("layer", zero))).isCloseTo(-1, within(1e-9));
  }

  @Test
  void penaltiesAreTheirFormulas() {
    Tape tape = new Tape(kernels);
    double[] x = new double[30];
    x[0] = -2;
    x[7] = 3;
    Variable v = tape.constant(Tensor.of(Shape.of(1, 1, 5, 6), x));

    assertThat(Stream.of(Penalty.values()).map(p -> p.of(tape, v).value().item()).toList())
        // x[0] is on the frame, x[7] inside; differences: 2·4 at the corner, 4·9 inside.
        .isEqualTo(List.of(5.0, 13.0, 44.0, 4.0));
  }
}
