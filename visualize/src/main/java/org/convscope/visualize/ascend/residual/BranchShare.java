package org.convscope.visualize.ascend.residual;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.autograd.Rules;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Run;

/**
 * How much of the gradient reaches a residual block's entry over its branch and how much over its
 * shortcut.
 *
 * @param block the block
 * @param branch norm of the gradient over the branch
 * @param shortcut norm of the gradient over the shortcut, unscaled
 */
public record BranchShare(ResidualBlock block, double branch, double shortcut) {
  /** The branch's share of both norms, 0 to 1; 0 where no gradient arrives. */
  public double share() {
    return branch + shortcut == 0 ? 0 : branch / (branch + shortcut);
  }

  /** The blocks that a value depends on. */
  public static List<ResidualBlock> below(Network network, Set<String> values) {
    Set<String> below = new LinkedHashSet<>();
    values.forEach(v -> below.addAll(ResidualBlock.ancestors(network, v)));
    return ResidualBlock.of(network).stream().filter(b -> below.contains(b.output())).toList();
  }

  /** The values that a run must keep for {@link #of}. */
  public static Set<String> taps(List<ResidualBlock> blocks) {
    Set<String> taps = new LinkedHashSet<>();
    for (ResidualBlock b : blocks) {
      taps.addAll(List.of(b.entry(), b.identity(), b.branch(), b.output()));
    }
    return taps;
  }

  /**
   * Measures every block.
   *
   * @param run a tracked run with the taps of all blocks
   * @param seeds the objective's gradient by the values it looks at
   */
  public static List<BranchShare> of(
      Run run, Map<String, Tensor> seeds, List<ResidualBlock> blocks) {
    List<String> outputs = blocks.stream().map(ResidualBlock::output).toList();
    Map<String, Tensor> arriving = run.backward(seeds, outputs, Rules.GRADIENT);
    List<BranchShare> shares = new ArrayList<>();
    for (ResidualBlock b : blocks) {
      Tensor g = arriving.get(b.output());
      shares.add(
          new BranchShare(
              b, norm(run, b.branch(), g, b.entry()), norm(run, b.identity(), g, b.entry())));
    }
    return shares;
  }

  private static double norm(Run run, String from, Tensor seed, String to) {
    Tensor g =
        from.equals(to)
            ? seed
            : run.backward(Map.of(from, seed), List.of(to), Rules.GRADIENT).get(to);
    double sum = 0;
    for (float v : g.floats()) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }
}
