package org.convscope.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.autograd.op.Linear;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.Preprocessing;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final int H = 6;
  private static final int W = 5;

  private static Kernels kernels(int threads) {
    return new ScalarKernels(Workers.of(threads), new Buffers());
  }

  private static Tensor gaussian(String name, double std, int... dims) {
    CounterRandom r = CounterRandom.of(5).stream(name);
    float[] v = new float[Shape.of(dims).size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) (std * r.gaussian(i));
    }
    return Tensor.of(Shape.of(dims), v);
  }

  private static Network network() {
    Map<String, Tensor> p = new LinkedHashMap<>();
    p.put("conv.weight", gaussian("conv", 0.3, 4, 3, 3, 3));
    p.put("bn.weight", Tensor.full(DType.FLOAT, Shape.of(4), 1));
    p.put("bn.bias", Tensor.zeros(DType.FLOAT, Shape.of(4)));
    p.put("bn.mean", Tensor.zeros(DType.FLOAT, Shape.of(4)));
    p.put("bn.var", Tensor.full(DType.FLOAT, Shape.of(4), 1));
    p.put("fc.weight", gaussian("fc", 0.1, 2, 4 * H * W));
    p.put("fc.bias", Tensor.zeros(DType.FLOAT, Shape.of(2)));
    return new Network(
        "tiny",
        List.of(Input.image("x", 3, H, W)),
        List.of(
            new Node(
                "conv",
                new Conv(Window.square(3, 1, 1)),
                List.of("x", "conv.weight"),
                List.of("a")),
            new Node(
                "bn",
                new BatchNorm(1e-5),
                List.of("a", "bn.weight", "bn.bias", "bn.mean", "bn.var"),
                List.of("b")),
            new Node("relu", new Activation(Functions.RELU), List.of("b"), List.of("c")),
            new Node("drop", new InferenceDropout(0.2), List.of("c"), List.of("d")),
            new Node("flatten", new Flatten(1), List.of("d"), List.of("e")),
            new Node("fc", new Linear(), List.of("e", "fc.weight", "fc.bias"), List.of("logits"))),
        List.of("logits"),
        p,
        Map.of());
  }

  /** Two classes: a bright column on the left or on the right, over noise. */
  private static ImageSource columns(int count) {
    return new ImageSource() {
      @Override
      public List<String> classes() {
        return List.of("left", "right");
      }

      @Override
      public int size() {
        return count;
      }

      @Override
      public int height() {
        return H;
      }

      @Override
      public int width() {
        return W;
      }

      @Override
      public Labelled read(int index) {
        CounterRandom r = CounterRandom.of(9).stream(index);
        int label = index % 2;
        byte[] pixels = new byte[3 * H * W];
        for (int i = 0; i < pixels.length; i++) {
          boolean bright = i % W == (label == 0 ? 0 : W - 1);
          pixels[i] = (byte) (r.below(i, 100) + (bright ? 120 : 0));
        }
        return new Labelled(pixels, label);
      }
    };
  }

  private static Batches batches(int count, Workers workers) {
    Preprocessing p =
        new Preprocessing(
            Preprocessing.Order.RGB,
            1 / 255.0,
            List.of(0.4, 0.4, 0.4),
            List.of(0.25, 0.25, 0.25),
            H,
            W,
            H);
    return new Batches(columns(count), p, 8, workers);
  }

  private static Trainer trainer(Kernels kernels) {
    return new Trainer(
        kernels,
        network(),
        Sgd.nesterov(0.9, 1e-4),
        Recipe.plain(Schedule.cosine(0.02).withWarmUp(2), 3),
        20);
  }

  private static void train(Trainer trainer, int from, int to, Workers workers) {
    Batches batches = batches(40, workers);
    for (int step = from; step < to; step++) {
      int epoch = step / batches.perEpoch();
      trainer.step(
          batches.training(1, epoch, step % batches.perEpoch(), new Augmentation(1, 0, 0.2)));
    }
  }

  private static void assertSame(Network a, Network b) {
    assertThat(a.parameters().keySet()).isEqualTo(b.parameters().keySet());
    a.parameters()
        .forEach(
            (name, t) ->
                assertThat(t.floats()).as(name).containsExactly(b.parameters().get(name).floats()));
  }

  @Test
  void itLearnsWhatCanBeLearned() {
    Kernels k = kernels(1);
    Trainer trainer = trainer(k);
    double before = Evaluation.of(k, trainer.network(), batches(64, k.workers())).accuracy();
    train(trainer, 0, 20, k.workers());
    Evaluation after = Evaluation.of(k, trainer.network(), batches(64, k.workers()));
    assertThat(before).isLessThan(0.9);
    assertThat(after.accuracy()).isEqualTo(1);
    assertThat(after.total()).isEqualTo(64);
  }

  @Test
  void theProbabilitiesOfSeveralViewsAreAveraged() {
    Kernels k = kernels(1);
    Trainer trainer = trainer(k);
    train(trainer, 0, 3, k.workers());
    Batches batches = batches(64, k.workers());
    Network network = trainer.network();
    View shifted = new View(1, -1, true);
    Evaluation twice = Evaluation.of(k, network, batches, List.of(View.CENTRE, View.CENTRE));
    assertThat(twice.confusion()).isDeepEqualTo(Evaluation.of(k, network, batches).confusion());
    int[][] expected = new int[twice.confusion().length][twice.confusion().length];
    for (int b = 0; b < batches.evaluations(); b++) {
      double[] p = probabilities(k, network, batches.evaluation(b));
      double[] q = probabilities(k, network, batches.evaluation(b, shifted));
      for (int i = 0; i < batches.evaluation(b).labels().size(); i++) {
        int best = 0;
        for (int c = 1; c < expected.length; c++) {
          int at = i * expected.length + c;
          int most = i * expected.length + best;
          best = p[at] + q[at] > p[most] + q[most] ? c : best;
        }
        expected[(int) batches.evaluation(b).labels().longs()[i]][best]++;
      }
    }
    assertThat(Evaluation.of(k, network, batches, List.of(View.CENTRE, shifted)).confusion())
        .isDeepEqualTo(expected);
  }

  private static double[] probabilities(Kernels k, Network network, Batch batch) {
    return k.softmax(network.forward(k, batch.images()).get(0), 1).toDoubles();
  }

  @Test
  void twoThreadsLearnTheSameWeightsBitForBit() {
    Kernels one = kernels(1);
    Kernels two = kernels(2);
    Trainer a = trainer(one);
    Trainer b = trainer(two);
    train(a, 0, 7, one.workers());
    train(b, 0, 7, two.workers());
    assertSame(a.network(), b.network());
  }

  @Test
  void aResumedTrainingEqualsAnUninterruptedOneBitForBit() {
    Kernels k = kernels(1);
    Trainer through = trainer(k);
    train(through, 0, 9, k.workers());
    Trainer first = trainer(k);
    train(first, 0, 4, k.workers());
    Trainer resumed = trainer(k);
    resumed.resume(first.network(), first.optimizerState(), first.step());
    train(resumed, 4, 9, k.workers());
    assertSame(resumed.network(), through.network());
  }

  /** The parameters after each of some steps, which are asked for each time. */
  private static List<Tensor> watched(Trainer trainer, Kernels k, int steps) {
    List<Tensor> weights = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      train(trainer, step, step + 1, k.workers());
      weights.add(trainer.network().parameters().get("fc.weight"));
    }
    return weights;
  }

  @Test
  void parametersThatSomebodyHasSeenStayAsTheyAre() {
    Kernels k = kernels(1);
    List<Tensor> seen = watched(trainer(k), k, 6);
    for (int step = 0; step < 6; step++) {
      Trainer fresh = trainer(k);
      train(fresh, 0, step + 1, k.workers());
      assertThat(seen.get(step).floats())
          .isEqualTo(fresh.network().parameters().get("fc.weight").floats());
    }
  }

  @Test
  void parametersThatNobodyHasSeenGiveTheirArraysBack() {
    Kernels k = kernels(1);
    Trainer trainer = trainer(k);
    train(trainer, 0, 5, k.workers());
    List<float[]> free = new ArrayList<>();
    float[] before = watched(trainer(kernels(1)), kernels(1), 4).get(3).floats();
    for (int i = 0; i < 10; i++) {
      free.add(k.buffers().take(before.length));
    }
    assertThat(free).anyMatch(array -> Arrays.equals(array, before));
  }

  @Test
  void runningStatisticsFollowTheBatchesAndAreNotLearned() {
    Kernels k = kernels(1);
    Trainer trainer = trainer(k);
    train(trainer, 0, 3, k.workers());
    assertThat(trainer.network().parameters().get("bn.mean").floats()).isNotEqualTo(new float[4]);
    assertThat(trainer.optimizerState().keySet())
        .contains("velocity:bn.weight", "velocity:fc.bias")
        .doesNotContain("velocity:bn.mean", "velocity:bn.var");
  }

  @Test
  void imagesOfAnotherSizeThanTheNetworksAreRefused() {
    Preprocessing p = Preprocessing.imageNet(7, 7);
    assertThatThrownBy(() -> new Batches(columns(4), p, 2, Workers.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batches: images must have the network's input size 7×7, got 6×5");
  }

  @Test
  void aFilterLimitOnAWeightThatIsNotThereIsRefused() {
    Recipe recipe = new Recipe(Schedule.constant(0.1), 0, 1, Map.of("conv9.weight", 0.1), 0);
    assertThatThrownBy(() -> new Trainer(kernels(1), network(), Sgd.classical(0, 0), recipe, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training: a filter limit needs a learned weight of tiny, got conv9.weight");
  }

  @Test
  void everyImageIsSeenOncePerEpochInAnotherOrder() {
    Batches b = batches(40, Workers.of(1));
    double sum = 0;
    double next = 0;
    for (int i = 0; i < b.perEpoch(); i++) {
      sum += total(b.training(1, 0, i, Augmentation.NONE));
      next += total(b.training(1, 1, i, Augmentation.NONE));
    }
    assertThat(sum).isEqualTo(next, org.assertj.core.api.Assertions.within(1e-3));
    assertThat(total(b.training(1, 0, 0, Augmentation.NONE)))
        .isNotEqualTo(total(b.training(1, 1, 0, Augmentation.NONE)));
  }

  private static double total(Batch batch) {
    double sum = 0;
    for (float v : batch.images().floats()) {
      sum += v;
    }
    return sum;
  }
}
