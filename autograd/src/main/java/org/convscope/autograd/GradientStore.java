package org.convscope.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;

/**
 * The gradients that are alive during one backward pass: summed as contributions arrive, their
 * arrays recycled as soon as they have been passed on.
 *
 * <p>Gradients may share their numbers (an addition hands on what it got): these are recycled with
 * the last of them. A seed, which belongs to the caller, never is.
 */
final class GradientStore {
  /** The gradients that are alive over one array. */
  private static final class Sharers {
    int count;
    boolean own = true;
  }

  private record Held(Tensor gradient, Sharers sharers) {
    Held {
      sharers.count++;
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
    Sharers caller = new Sharers();
    caller.own = false;
    held.put(v, new Held(gradient, caller));
  }

  /**
   * Adds the contributions that came out of one vjp.
   *
   * @param gradients one per variable; {@code null} adds nothing
   */
  void addAll(List<Variable> variables, Tensor[] gradients) {
    List<Held> contributions = new ArrayList<>();
    for (Tensor g : gradients) {
      contributions.add(g == null ? null : new Held(g, sharers(g, contributions)));
    }
    for (int i = 0; i < gradients.length; i++) {
      if (gradients[i] != null) {
        add(variables.get(i), contributions.get(i));
      }
    }
  }

  /** Takes a new gradient in place of what is held, which it contains. */
  void replace(Variable v, Tensor gradient) {
    release(v);
    held.put(v, new Held(gradient, new Sharers()));
  }

  /** Those over a gradient's numbers, among the contributions before it and what is held. */
  private Sharers sharers(Tensor gradient, List<Held> contributions) {
    Set<Sharers> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Stream.concat(contributions.stream(), held.values().stream())
        .filter(h -> h != null && h.gradient.sharesNumbers(gradient))
        .forEach(h -> found.add(h.sharers));
    if (found.size() > 1) {
      // One array each of others: none of them knows all that are alive.
      found.forEach(s -> s.own = false);
    }
    return found.stream().findFirst().orElseGet(Sharers::new);
  }

  private void add(Variable v, Held contribution) {
    Held before = held.get(v);
    if (before == null) {
      held.put(v, contribution);
      return;
    }
    Tensor sum = kernels.combine(Arithmetic.ADD, before.gradient, contribution.gradient);
    end(before);
    end(contribution);
    held.put(v, new Held(sum, new Sharers()));
  }

  /** Forgets a gradient that has been passed on. */
  void release(Variable v) {
    Held h = held.remove(v);
    if (h != null) {
      end(h);
    }
  }

  private void end(Held h) {
    if (--h.sharers.count == 0 && h.sharers.own) {
      kernels.buffers().recycle(h.gradient);
    }
  }
}
