package org.convscope.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.convscope.autograd.Op;

/**
 * One operator of a network.
 *
 * @param name unique within the network, as in {@code /features/features.0/Conv}
 * @param op what it computes
 * @param inputs names of the values it reads; an omitted optional input is an empty string
 * @param outputs names of the values it makes; an unused one is an empty string
 */
public record Node(String name, Op op, List<String> inputs, List<String> outputs) {
  public Node {
    inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
    outputs = Collections.unmodifiableList(new ArrayList<>(outputs));
  }

  /** The first output, which names the node's value. */
  public String output() {
    return outputs.get(0);
  }
}
