package org.convscope.models;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A network's plans by request, made once each. */
final class Plans {
  private final Network network;
  private final Map<Request, Plan> plans = new ConcurrentHashMap<>();

  Plans(Network network) {
    this.network = network;
  }

  Plan plan(Request request) {
    return plans.computeIfAbsent(
        request,
        r -> Plan.of(r, Pruning.ancestors(network.nodes(), r.taps()), network.parameters()));
  }
}
