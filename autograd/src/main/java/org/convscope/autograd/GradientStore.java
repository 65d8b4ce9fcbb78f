package org.convscope.autograd;

import java.util.IdentityHashMap;
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

  /** Adds a contribution that came out of a vjp. */
  void add(Variable v, Tensor gradient) {
    boolean own = true;
    for (Map.Entry<Variable, Held> e : held.entrySet()) {
      if (e.getValue().gradient.sharesNumbers(gradient)) {
        e.getValue().own = false;
        own = false;
      }
    }
    Held before = held.get(v);
    if (before == null) {
      held.put(v, new Held(gradient, own));
      return;
    }
    Tensor sum = kernels.combine(Arithmetic.ADD, before.gradient, gradient);
    recycle(before);
    recycle(new Held(gradient, own));
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
