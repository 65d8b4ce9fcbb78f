package org.convscope.autograd;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gradient rules: op type → replacement vjp. An argument of the backward pass over the graph, never
 * a hook on a layer, so that functional, shared and fused rectifiers obey it too. Immutable.
 *
 * <p>{@link org.convscope.autograd.op.VisualisationRules} holds deconvnet and guided
 * backpropagation.
 */
public final class Rules {
  /** The exact gradient: no replacement. */
  public static final Rules GRADIENT = new Rules("gradient", Map.of());

  private final String name;
  private final Map<String, Rule> rules;

  private Rules(String name, Map<String, Rule> rules) {
    this.name = name;
    this.rules = Map.copyOf(rules);
  }

  /** An empty set of rules under a name of its own. */
  public static Rules named(String name) {
    return new Rules(name, Map.of());
  }

  /** These rules with the vjp of {@code opType} replaced. */
  public Rules with(String opType, Rule rule) {
    Map<String, Rule> all = new HashMap<>(rules);
    all.put(opType, rule);
    return new Rules(name, all);
  }

  /** What results call this set: {@code gradient}, {@code deconvnet}, {@code guided}. */
  public String name() {
    return name;
  }

  /** The replacement for an op type. */
  public Optional<Rule> of(String opType) {
    return Optional.ofNullable(rules.get(opType));
  }

  /** True if nothing is replaced. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** True if any of the op types is replaced. */
  public boolean replacesAny(Iterable<String> opTypes) {
    for (String type : opTypes) {
      if (rules.containsKey(type)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return name;
  }
}
