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
    this(network, new Rewriting(network.parameters()), new ConcurrentHashMap<>());
  }

  private Plans(Network network, Rewriting rewriting, Map<Request, Plan> shared) {
    this.network = network;
    this.rewriting = rewriting;
    this.shared = shared;
  }

  /** The plans of a network of the same nodes. */
  Plans forSibling(Network sibling) {
    return new Plans(sibling, new Rewriting(sibling.parameters()), shared);
  }

  /** The plans of a network of some of the nodes and others beside them. */
  Plans forPart(Network part) {
    return new Plans(part, rewriting.ofPart(part.parameters()), new ConcurrentHashMap<>());
  }

  Plan plan(Request request) {
    Plan known = shared.get(request);
    return known != null ? known : own.computeIfAbsent(request, this::make);
  }

  private Plan make(Request request) {
    List<Node> nodes = Pruning.ancestors(network.nodes(), request.taps());
    Plan plan;
    if (request.fusion() != Request.Fusion.NONE) {
      boolean pools = request.fusion() == Request.Fusion.ALL;
      Rewritten rewritten = rewriting.apply(nodes, request.taps(), request.tracked(), pools);
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
