package org.convscope.visualize.ascend.residual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.Rule;
import org.convscope.autograd.Rules;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * A factor α on the gradient that goes back over the shortcut of each residual addition; the
 * forward pass is unchanged. 1 is the exact gradient, 0 lets only the branches speak.
 *
 * @param first α at the first step
 * @param last α at the last one; linear in between
 */
public record SkipScale(double first, double last) {
  /** The exact gradient. */
  public static final SkipScale NONE = new SkipScale(1, 1);

  public SkipScale {
    if (!(first >= 0 && first <= 1 && last >= 0 && last <= 1)) {
      throw new IllegalArgumentException(
          "skip scale: α from 0 to 1 is needed, got %s to %s".formatted(first, last));
    }
  }

  /** α at {@code progress} from 0 to 1. */
  public double at(double progress) {
    return first + (last - first) * progress;
  }

  /** {@code rules} with the shortcuts of these blocks scaled. */
  public Rules over(Rules rules, List<ResidualBlock> blocks, double progress) {
    double alpha = at(progress);
    if (alpha == 1 || blocks.isEmpty()) {
      return rules;
    }
    Map<String, Integer> shortcuts = new HashMap<>();
    blocks.forEach(b -> shortcuts.put(b.node(), b.shortcut()));
    Rule scaled =
        (backward, call, gys, wanted) -> {
          Tensor[] gx = call.vjp().apply(backward, gys, wanted);
          Integer shortcut = shortcuts.get(call.name());
          if (shortcut != null && gx[shortcut] != null) {
            gx[shortcut] = times(backward.kernels(), gx[shortcut], alpha);
          }
          return gx;
        };
    return rules.with("add", scaled);
  }

  private static Tensor times(Kernels kernels, Tensor g, double alpha) {
    return kernels.combine(
        org.convscope.autograd.op.Arithmetic.MUL, g, Tensor.scalar(g.type(), alpha));
  }
}
