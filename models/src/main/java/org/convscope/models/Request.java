package org.convscope.models;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run is for.
 *
 * @param taps values to keep: to read, to seed, or to ask gradients for
 * @param tracked inputs or parameters to ask gradients for; empty for a forward pass only
 * @param fusion which neighbouring nodes may be computed as one where nothing needs the value
 *     between them; values and gradients agree to rounding whatever it is
 */
public record Request(Set<String> taps, Set<String> tracked, Fusion fusion) {
  /** What may be computed as one. */
  public enum Fusion {
    /** Every node by itself. */
    NONE,
    /** Nodes of which one at most reads its input through windows. */
    ONE_WINDOW,
    /** Whatever is faster as one. */
    ALL
  }

  public Request {
    taps = Set.copyOf(taps);
    tracked = Set.copyOf(tracked);
  }

  /** A fused run. */
  public Request(Set<String> taps, Set<String> tracked) {
    this(taps, tracked, tracked.isEmpty() ? Fusion.ALL : Fusion.ONE_WINDOW);
  }

  /** Forward only, to these values. */
  public static Request taps(Collection<String> values) {
    return new Request(new LinkedHashSet<>(values), Set.of());
  }

  /** Forward only, to these values. */
  public static Request taps(String... values) {
    return taps(List.of(values));
  }

  /** The same, recorded so that gradients by these inputs or parameters can be asked for. */
  public Request tracking(Collection<String> leaves) {
    Fusion most = fusion == Fusion.NONE ? Fusion.NONE : Fusion.ONE_WINDOW;
    return new Request(taps, new LinkedHashSet<>(leaves), most);
  }

  /** The same, recorded so that gradients by these inputs or parameters can be asked for. */
  public Request tracking(String... leaves) {
    return tracking(List.of(leaves));
  }

  /**
   * The same, for gradients without rules: what goes back through a first layer and its pooling
   * need not be stored then. Under rules it is computed again each time.
   */
  public Request exact() {
    return with(Fusion.ALL);
  }

  /**
   * The same, every node computed by itself: for gradient rules that look at the values a node
   * recorded, and for comparing.
   */
  public Request unfused() {
    return with(Fusion.NONE);
  }

  /** The same with another fusion. */
  Request with(Fusion other) {
    return new Request(taps, tracked, other);
  }
}
