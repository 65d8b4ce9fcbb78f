package org.convscope.visualize.ascend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.ascend.AscentResult.Start.State;
import org.convscope.visualize.ascend.objective.Channel;
import org.convscope.visualize.ascend.objective.Look;
import org.convscope.visualize.ascend.step.StepRule;
import org.convscope.visualize.ascend.view.Beyond;
import org.convscope.visualize.ascend.view.Transform;
import org.convscope.visualize.ascend.view.ViewChain;
import org.junit.jupiter.api.Test;

class DeadStartTest {
  private static final Shape IMAGE = Shape.of(1, 3, 9, 7);

  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  /** One convolution with ReLU that sums up the image: 0.12 for a grey one, and the bias. */
  private static Network network(double bias) {
    Network n =
        new NetworkBuilder("sleepy", Initialisation.he(2), 3, new NetworkBuilder.Size(9, 7))
            .conv("conv", 2, Window.square(3, 1, 1))
            .relu("relu")
            .build("out");
    return n.withParameters(
        Map.of(
            "conv.weight",
            Tensor.full(DType.FLOAT, Shape.of(2, 3, 3, 3), 0.02),
            "conv.bias",
            Tensor.full(DType.FLOAT, Shape.of(2), bias)));
  }

  private AscentResult climb(Network network) {
    return climb(network, 60, 0.5);
  }

  private AscentResult climb(Network network, int steps, double rate) {
    AscentTask task =
        new AscentTask(
            network,
            Preprocessing.imageNet(9, 7),
            new Channel(Look.at("out"), 1),
            IMAGE,
            new AscentTask.View(9, 7));
    AscentOptions lucid = Recipe.LUCID.options();
    AscentOptions options =
        new AscentOptions(
            lucid.image(),
            new AscentOptions.Climb(StepRule.ADAM, rate, steps, 0),
            new ViewChain(Transform.ROBUST, Beyond.GREY, ViewChain.Crops.NONE),
            lucid.penalties(),
            lucid.corrections(),
            lucid.skip());
    return new Ascent(task, options, kernels, CounterRandom.of(1))
        .run(Optional.empty(), (step, score, image) -> true);
  }

  @Test
  void aUnitThatNoiseDoesNotReachIsWoken() {
    AscentResult result = climb(network(-0.2));

    assertThat(result.start().state()).isEqualTo(State.WOKEN);
    assertThat(result.start().redirected()).isPositive();
    assertThat(result.curve().get(0)).isZero();
    assertThat(result.score()).isPositive();
  }

  @Test
  void aDeepSleeperIsWokenAtTheUsualRate() {
    AscentResult result = climb(network(-0.8), 200, 0.05);

    assertThat(result.start().state()).isEqualTo(State.WOKEN);
    assertThat(result.start().redirected()).isGreaterThan(16);
    assertThat(result.score()).isPositive();
  }

  @Test
  void stepsThatAreTooFewToWakeProveNothing() {
    assertThat(climb(network(-0.8), 2, 0.05).start().state()).isEqualTo(State.ASLEEP);
  }

  @Test
  void aUnitThatNoImageReachesIsReportedAsDead() {
    AscentResult result = climb(network(-1e6), 1000, 0.5);

    assertThat(result.start().state()).isEqualTo(State.DEAD);
    assertThat(result.start().tried()).isEqualTo(Ascent.STARTS);
    assertThat(result.start().redirected()).isEqualTo(Ascent.STARTS * Ascent.WAKING);
    assertThat(result.curve()).hasSize(Ascent.STARTS * (Ascent.WAKING + 1));
  }

  @Test
  void anAwakeUnitIsLeftAlone() {
    assertThat(climb(network(0)).start().state()).isEqualTo(State.ALIVE);
  }

  @Test
  void stoppingKeepsTheBestSoFar() {
    AscentTask task =
        new AscentTask(
            network(0),
            Preprocessing.imageNet(9, 7),
            new Channel(Look.at("out"), 1),
            IMAGE,
            new AscentTask.View(9, 7));
    AscentResult result =
        new Ascent(task, Recipe.LUCID.options(), kernels, CounterRandom.of(1))
            .run(Optional.empty(), (step, score, image) -> step < 3);

    assertThat(result.stopped()).isTrue();
    assertThat(result.curve()).hasSize(4);
    assertThat(List.of(result.image().shape())).containsExactly(IMAGE);
  }
}
