package org.convscope.visualize.ascend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.autograd.Gradients;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.visualize.ascend.objective.Objective;
import org.convscope.visualize.ascend.residual.BranchShare;
import org.convscope.visualize.ascend.residual.ResidualBlock;
import org.convscope.visualize.ascend.residual.SkipScale;

/** The objective of an input and its gradient. Computes nothing above the values it looks at. */
final class Scoring {
  private final AscentTask task;
  private final Network network;
  private final Objective objective;
  private final SkipScale skip;
  private final Kernels kernels;
  private final String leaf;
  private final List<ResidualBlock> blocks;

  Scoring(AscentTask task, SkipScale skip, Kernels kernels) {
    this.task = task;
    Optional<Objective.OneChannel> one = task.objective().oneChannel();
    this.network = one.map(o -> task.network().only(o.value(), o.channel())).orElse(task.network());
    this.objective =
        one.map(o -> o.alone().apply(network.outputs().get(0))).orElse(task.objective());
    this.skip = skip;
    this.kernels = kernels;
    this.leaf = task.network().input().name();
    this.blocks = skip.equals(SkipScale.NONE) ? List.of() : ResidualBlock.of(task.network());
  }

  /** A score and its gradient by the input. */
  record Scored(double score, Tensor gradient) {}

  /** The score and, by rules with the shortcuts scaled, its gradient. */
  Scored of(Tensor input, Rules rules, double progress) {
    Rules scaled = skip.over(rules, blocks, progress);
    Request request = Request.taps(objective.values()).tracking(leaf);
    if (!rules.equals(Rules.GRADIENT)) {
      request = request.unfused();
    } else if (scaled.equals(Rules.GRADIENT)) {
      request = request.exact();
    }
    try (Run run = network.run(kernels, Map.of(leaf, input), request)) {
      Seeded seeded = seeded(objective, run);
      Tensor g = run.backward(seeded.seeds(), List.of(leaf), scaled).get(leaf);
      List<Tensor> used = new ArrayList<>(List.of(g, input));
      objective.values().forEach(v -> used.add(run.value(v)));
      kernels.buffers().recycle(seeded.seeds().values(), used);
      run.discard();
      return new Scored(seeded.score(), g);
    }
  }

  /** The score alone. */
  double score(Tensor input) {
    Request request = Request.taps(objective.values());
    try (Run run = network.run(kernels, Map.of(leaf, input), request)) {
      Tape tape = new Tape(kernels);
      Map<String, Variable> values = new LinkedHashMap<>();
      objective.values().forEach(v -> values.put(v, tape.constant(run.value(v))));
      return objective.of(tape, values).value().item();
    }
  }

  /** The share of the gradient over the branch of each residual block below the objective. */
  List<BranchShare> shares(Tensor input) {
    Set<String> values = task.objective().values();
    List<ResidualBlock> below = BranchShare.below(task.network(), values);
    Set<String> taps = new LinkedHashSet<>(values);
    taps.addAll(BranchShare.taps(below));
    try (Run run =
        task.network().run(kernels, Map.of(leaf, input), Request.taps(taps).tracking(leaf))) {
      return BranchShare.of(run, seeded(task.objective(), run).seeds(), below);
    }
  }

  /** The score and its gradient by the values it looks at. */
  private record Seeded(double score, Map<String, Tensor> seeds) {}

  private Seeded seeded(Objective objective, Run run) {
    Tape tape = new Tape(kernels);
    Map<String, Variable> values = new LinkedHashMap<>();
    objective.values().forEach(v -> values.put(v, tape.variable(run.value(v))));
    Variable score = objective.of(tape, values);
    Gradients g = tape.backward(score, values.values());
    Map<String, Tensor> seeds = new LinkedHashMap<>();
    values.forEach((name, v) -> seeds.put(name, g.of(v)));
    double value = score.value().item();
    tape.release(seeds.values());
    return new Seeded(value, seeds);
  }
}
