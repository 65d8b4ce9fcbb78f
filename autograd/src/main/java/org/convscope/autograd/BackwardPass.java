package org.convscope.autograd;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Tensor;

/**
 * One way back over a tape: the gradients that are alive, how much is still to come to each, and
 * which of them have met their value's rectifier already.
 */
final class BackwardPass {
  private final List<Recorded> entries;
  private final Backward backward;
  private final Set<Variable> wanted = identities();
  private final Set<Variable> leads = identities();
  private final Map<Variable, Integer> toCome = new IdentityHashMap<>();
  private final Set<Variable> rectified = identities();
  private final GradientStore store;

  /**
   * A pass to the wanted variables.
   *
   * @throws IllegalArgumentException if one of them is not tracked
   */
  BackwardPass(List<Recorded> entries, Backward backward, Collection<Variable> wanted) {
    this.entries = entries;
    this.backward = backward;
    this.wanted.addAll(wanted);
    this.store = new GradientStore(backward.kernels());
    for (Variable v : wanted) {
      if (!v.isTracked()) {
        throw new IllegalArgumentException(
            "backward: gradients are for declared variables and what depends on them, got the "
                + v);
      }
      leads.add(v);
    }
    for (Recorded e : entries) {
      if (e.inputs().stream().anyMatch(leads::contains)) {
        leads.addAll(e.outputs());
      }
    }
  }

  private static Set<Variable> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Goes back from the seeds. */
  Gradients run(Map<Variable, Tensor> seeds) {
    int last = -1;
    for (Map.Entry<Variable, Tensor> seed : seeds.entrySet()) {
      Variable v = seed.getKey();
      if (!v.value().shape().equals(seed.getValue().shape())) {
        throw new IllegalArgumentException(
            "backward: a seed has its variable's shape %s, got %s"
                .formatted(v.value().shape(), seed.getValue().shape()));
      }
      store.seed(v, seed.getValue());
      last = Math.max(last, v.call());
    }
    for (Recorded e : entries.subList(0, last + 1)) {
      e.inputs().stream().filter(leads::contains).forEach(v -> toCome.merge(v, 1, Integer::sum));
    }
    for (int i = last; i >= 0; i--) {
      visit(entries.get(i));
    }
    Map<Variable, Tensor> found = new IdentityHashMap<>();
    for (Variable v : wanted) {
      Tensor g = store.get(v);
      found.put(v, g != null ? g : Tensor.zeros(v.value().type(), v.value().shape()));
    }
    return new Gradients(found);
  }

  private void visit(Recorded e) {
    boolean[] needed = new boolean[e.inputs().size()];
    boolean any = false;
    for (int i = 0; i < needed.length; i++) {
      needed[i] = leads.contains(e.inputs().get(i));
      any |= needed[i];
    }
    Tensor[] gys = new Tensor[e.outputs().size()];
    boolean flows = false;
    for (int i = 0; i < gys.length; i++) {
      gys[i] = store.get(e.outputs().get(i));
      flows |= gys[i] != null;
    }
    Arrivals arrivals = new Arrivals(e, needed);
    if (any && flows) {
      contribute(e, gys, needed, arrivals);
    }
    arrivals.end();
    for (Variable out : e.outputs()) {
      if (!wanted.contains(out)) {
        store.release(out);
      }
    }
  }

  private void contribute(Recorded e, Tensor[] gys, boolean[] needed, Arrivals arrivals) {
    boolean linked = links(e);
    Tensor[] gxs =
        linked
            ? ((LinkedVjp) e.call().vjp()).apply(backward, gys[0], needed, arrivals)
            : backward.through(e.call(), gys, needed);
    Tensor[] contributions = new Tensor[needed.length];
    for (int i = 0; i < needed.length; i++) {
      contributions[i] = needed[i] ? gxs[i] : null;
    }
    store.addAll(e.inputs(), contributions);
    if (linked && sign(e) == LinkedVjp.Sign.FOLLOWS && arrivals.isRectified()) {
      rectified.add(e.inputs().get(0));
    }
  }

  private boolean links(Recorded e) {
    return backward.rules().isEmpty()
        && e.outputs().size() == 1
        && e.call().vjp() instanceof LinkedVjp;
  }

  private LinkedVjp.Sign sign(Recorded e) {
    return links(e) ? ((LinkedVjp) e.call().vjp()).sign() : LinkedVjp.Sign.FREE;
  }

  /** True if a gradient that nothing more will be added to may be rectified by its value. */
  private boolean mayBeRectified(Variable v) {
    if (wanted.contains(v) || v.call() < 0) {
      return false;
    }
    Recorded maker = entries.get(v.call());
    return switch (sign(maker)) {
      case FREE -> false;
      case RECTIFIES -> true;
      case FOLLOWS -> {
        Variable x = maker.inputs().get(0);
        yield isLast(x) && store.get(x) == null && mayBeRectified(x);
      }
    };
  }

  /** True if one more contribution is to come at most. */
  private boolean isLast(Variable v) {
    return toCome.getOrDefault(v, 0) <= 1;
  }

  /** What arrives at the inputs of one call. */
  private final class Arrivals implements LinkedVjp.Link {
    private final Recorded entry;
    private final boolean[] awaited;

    Arrivals(Recorded entry, boolean[] needed) {
      this.entry = entry;
      this.awaited = needed.clone();
    }

    @Override
    public boolean isRectified() {
      return rectified.contains(entry.outputs().get(0));
    }

    @Override
    public GradientEpilogue epilogue(int input) {
      Variable v = entry.inputs().get(input);
      boolean ends = isLast(v) && mayBeRectified(v);
      return new GradientEpilogue(
          Optional.ofNullable(store.get(v)), ends ? Optional.of(v.value()) : Optional.empty());
    }

    @Override
    public void arrived(int input, Tensor gradient) {
      Variable v = entry.inputs().get(input);
      if (isLast(v) && mayBeRectified(v)) {
        rectified.add(v);
      }
      store.replace(v, gradient);
      count(input);
    }

    /** Whatever did not arrive will not. */
    void end() {
      for (int i = 0; i < awaited.length; i++) {
        if (awaited[i]) {
          count(i);
        }
      }
    }

    private void count(int input) {
      awaited[input] = false;
      toCome.merge(entry.inputs().get(input), -1, Integer::sum);
    }
  }
}
