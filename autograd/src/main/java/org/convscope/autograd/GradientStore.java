package org.convscope.autograd;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * The gradients that are alive during one backward pass: summed as contributions arrive, their
 * arrays recycled as soon as they have been passed on.
 *
 * <p>A gradient that shares its numbers with another one (an addition hands on what it got) and a
 * seed, which belongs to the caller, are never recycled.
 */
final class GradientStore {
  private static final class Held {
    Tensor gradient;
    boolean own;

    Held(Tensor gradient, boolean own) {
      this.gradient = gradient;
      this.own = own;
    }
  }

  private final Kernels kernels;
  private final Map<Variable, Held> held = new IdentityHashMap<>();

  GradientStore(Kernels kernels) {
    this.kernels = kernels;
  }

  Tensor get(Variable v) {
    Held h = held.get(v);
    return h == null ? null : h.gradient;
  }

  void seed(Variable v, Tensor gradient) {
    held.put(v, new Held(gradient, false));
  }

  /**
   * Adds the contributions that came out of one vjp.
   *
   * @param gradients one per variable; {@code null} adds nothing
   */
  void addAll(List<Variable> variables, Tensor[] gradients) {
    boolean[] own = new boolean[gradients.length];
    for (int i = 0; i < gradients.length; i++) {
      own[i] = gradients[i] != null && isAlone(i, gradients);
    }
    for (int i = 0; i < gradients.length; i++) {
      if (gradients[i] != null) {
        add(variables.get(i), new Held(gradients[i], own[i]));
      }
    }
  }

  /** False if the gradient's numbers are another one's too; marks the held ones that they are. */
  private boolean isAlone(int i, Tensor[] gradients) {
    boolean alone = true;
    for (int j = 0; j < gradients.length; j++) {
      alone &= j == i || gradients[j] == null || !gradients[j].sharesNumbers(gradients[i]);
    }
    for (Held h : held.values()) {
      if (h.gradient.sharesNumbers(gradients[i])) {
        h.own = false;
        alone = false;
      }
    }
    return alone;
  }

  private void add(Variable v, Held contribution) {
    Held before = held.get(v);
    if (before == null) {
      held.put(v, contribution);
      return;
    }
    Tensor sum = kernels.combine(Arithmetic.ADD, before.gradient, contribution.gradient);
    recycle(before);
    recycle(contribution);
    held.put(v, new Held(sum, true));
  }

  /** Forgets a gradient that has been passed on. */
  void release(Variable v) {
    Held h = held.remove(v);
    if (h != null) {
      recycle(h);
    }
  }

  private void recycle(Held h) {
    if (h.own) {
      kernels.buffers().recycle(h.gradient);
    }
  }
}
