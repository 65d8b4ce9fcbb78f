package org.convscope.models;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.convscope.models.rewrite.Rewriting;
import org.convscope.models.rewrite.Rewritten;

/**
 * A network's plans by request, made once each. Networks that differ in their parameters only share
 * the plans that have nothing folded into them, so that a training step plans nothing.
 */
final class Plans {
  private final Network network;
  private final Rewriting rewriting;
  private final Map<Request, Plan> own = new ConcurrentHashMap<>();
  private final Map<Request, Plan> shared;

  Plans(Network network) {
    this(network, new ConcurrentHashMap<>());
  }

  private Plans(Network network, Map<Request, Plan> shared) {
    this.network = network;
    this.rewriting = new Rewriting(network.parameters());
    this.shared = shared;
  }

  /** The plans of a network of the same nodes. */
  Plans forSibling(Network sibling) {
    return new Plans(sibling, shared);
  }

  Plan plan(Request request) {
    Plan known = shared.get(request);
    return known != null ? known : own.computeIfAbsent(request, this::make);
  }

  private Plan make(Request request) {
    List<Node> nodes = Pruning.ancestors(network.nodes(), request.taps());
    Plan plan;
    if (request.fused()) {
      Rewritten rewritten = rewriting.apply(nodes, request.taps(), request.tracked());
      plan = Plan.of(request, rewritten.nodes(), rewritten.folded());
    } else {
      plan = Plan.of(request, nodes, Map.of());
    }
    if (plan.dependsOnNamesOnly()) {
      shared.put(request, plan);
    }
    return plan;
  }
}
