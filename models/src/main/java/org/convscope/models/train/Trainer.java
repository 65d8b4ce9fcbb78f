package org.convscope.models.train;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Rules;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;

/**
 * Trains a classifier step by step. The same network, optimiser state, step number and batches give
 * the same parameters bit for bit, for any number of threads. It computes in the type of the
 * parameters, FLOAT or, to compare with other programs beyond rounding, DOUBLE.
 */
public final class Trainer {
  /**
   * What a step reports.
   *
   * @param loss mean cross-entropy of the batch, before the step
   * @param correct images whose largest logit is their class's, before the step
   */
  public record Report(double loss, int correct) {}

  private final Kernels kernels;
  private final TrainingGraph graph;
  private final Optimizer optimizer;
  private final Recipe recipe;
  private final long steps;
  private Network network;
  private long step;

  /** True if nobody else has seen the parameters, which the last step made. */
  private boolean own;

  /**
   * @param network a classifier with one input and one output [N×classes]
   * @param steps how many there will be in all, for the schedule
   */
  public Trainer(Kernels kernels, Network network, Optimizer optimizer, Recipe recipe, long steps) {
    this.kernels = kernels;
    this.graph = new TrainingGraph(network, recipe.smoothing());
    for (String weight : recipe.filterLimits().keySet()) {
      if (!graph.learnedNames().contains(weight)) {
        throw new IllegalArgumentException(
            "training: a filter limit needs a learned weight of %s, got %s"
                .formatted(network.name(), weight));
      }
    }
    this.network = network;
    this.optimizer = optimizer;
    this.recipe = recipe;
    this.steps = steps;
  }

  /** The network as it is now, for inference; later steps do not change it. */
  public Network network() {
    own = false;
    return network;
  }

  /** Steps made so far. */
  public long step() {
    return step;
  }

  /** Learning rate of the next step. */
  public double rate() {
    return recipe.schedule().at(step, steps);
  }

  /** Continues after {@code done} steps with the network and optimiser state of then. */
  public void resume(Network then, Map<String, Tensor> optimizerState, long done) {
    network = network.withParameters(then.parameters());
    own = false;
    optimizer.restore(optimizerState);
    step = done;
  }

  /** Everything besides the network that {@link #resume} needs. */
  public Map<String, Tensor> optimizerState() {
    return optimizer.state();
  }

  /** Makes one step on a batch. */
  public Report step(Batch batch) {
    CounterRandom random = CounterRandom.of(recipe.seed()).stream("dropout").stream(step);
    Network training = graph.at(network.parameters(), random);
    Set<String> taps = new LinkedHashSet<>(graph.statistics().values());
    taps.add(TrainingGraph.LOSS);
    taps.add(graph.logitsName());
    try (Run run =
        training.run(
            kernels,
            Map.of(network.input().name(), batch.images(), TrainingGraph.TARGET, batch.labels()),
            Request.taps(taps).tracking(graph.learnedNames()))) {
      Report report =
          new Report(
              run.value(TrainingGraph.LOSS).item(),
              correct(run.value(graph.logitsName()), batch.labels()));
      Map<String, Tensor> next = next(run);
      Network before = network;
      network = network.withParameters(next);
      if (own) {
        graph.learnedNames().forEach(n -> kernels.buffers().recycle(before.parameters().get(n)));
      }
      own = true;
      step++;
      return report;
    }
  }

  private Map<String, Tensor> next(Run run) {
    Tensor one = Tensor.full(run.value(TrainingGraph.LOSS).type(), Shape.of(), 1);
    Map<String, Tensor> found =
        run.backward(Map.of(TrainingGraph.LOSS, one), graph.learnedNames(), Rules.GRADIENT);
    Map<String, Tensor> gradients = Clipping.byNorm(found, recipe.gradientNorm());
    Map<String, Tensor> before = new LinkedHashMap<>();
    graph.learnedNames().forEach(n -> before.put(n, network.parameters().get(n)));
    Map<String, Tensor> next =
        optimizer.step(before, gradients, rate(), kernels.workers(), kernels.buffers());
    run.release(found.values());
    recipe.filterLimits().forEach((n, limit) -> next.put(n, Clipping.filters(next.get(n), limit)));
    graph
        .statistics()
        .forEach((parameter, value) -> next.put(parameter, Memory.copied(run.value(value))));
    return next;
  }

  /** How many rows of logits [N×classes] are largest at their label. */
  static int correct(Tensor logits, Tensor labels) {
    List<Integer> best = Classification.largest(logits);
    int correct = 0;
    for (int i = 0; i < best.size(); i++) {
      correct += best.get(i) == labels.longs()[i] ? 1 : 0;
    }
    return correct;
  }
}
