package org.convscope.models.rewrite;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.engine.Tensor;
import org.convscope.models.Node;

/**
 * The rewritings of one network; folded weights are computed once and shared by all of its plans.
 * Thread-safe.
 */
public final class Rewriting {
  private final Folding folding;

  /** The rewritings of a network with these parameters. */
  public Rewriting(Map<String, Tensor> parameters) {
    this(new Folding(parameters));
  }

  private Rewriting(Folding folding) {
    this.folding = folding;
  }

  /**
   * The rewritings of a part of the network, whose nodes of other parameters have other names: what
   * both have in common is folded once.
   *
   * @param parameters of the part, the network's among them
   */
  public Rewriting ofPart(Map<String, Tensor> parameters) {
    return new Rewriting(folding.with(parameters));
  }

  /**
   * Rewrites nodes.
   *
   * @param nodes in topological order
   * @param kept values that must stay, under their names
   * @param tracked inputs and parameters that gradients will be asked for: they must stay too
   * @param pools whether to put poolings together with what they read
   */
  public Rewritten apply(List<Node> nodes, Set<String> kept, Set<String> tracked, boolean pools) {
    List<Node> direct = Identities.removed(nodes, kept);
    Rewritten blocks = new ConvolutionBlocks(direct, kept, folding.without(tracked)).rewritten();
    List<Node> joined = Joins.applied(blocks.nodes(), kept);
    List<Node> all = pools ? PooledConvolutions.applied(joined, kept, tracked) : joined;
    return new Rewritten(all, blocks.folded());
  }
}
