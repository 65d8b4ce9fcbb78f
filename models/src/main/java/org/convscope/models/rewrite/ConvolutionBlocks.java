package org.convscope.models.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.engine.Tensor;
import org.convscope.models.Node;

/**
 * Joins each convolution with the normalisation, addition and rectifier that follow it, as far as
 * nothing else reads what lies between.
 */
final class ConvolutionBlocks {
  private final List<Node> nodes;
  private final Set<String> kept;
  private final Folding folding;
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Set<Node> joined = new HashSet<>();
  private final Map<Node, Node> blocks = new HashMap<>();
  private final Map<String, Tensor> folded = new HashMap<>();

  ConvolutionBlocks(List<Node> nodes, Set<String> kept, Folding folding) {
    this.nodes = nodes;
    this.kept = kept;
    this.folding = folding;
    for (Node n : nodes) {
      n.inputs().forEach(in -> readers.computeIfAbsent(in, k -> new ArrayList<>()).add(n));
    }
  }

  Rewritten rewritten() {
    for (Node n : nodes) {
      if (n.op() instanceof Conv && !joined.contains(n)) {
        join(n);
      }
    }
    List<Node> result = new ArrayList<>();
    for (Node n : nodes) {
      if (blocks.containsKey(n)) {
        result.add(blocks.get(n));
      } else if (!joined.contains(n)) {
        result.add(n);
      }
    }
    return new Rewritten(result, folded);
  }

  private void join(Node conv) {
    Optional<Node> norm =
        follower(conv, n -> n.op() instanceof BatchNorm && readsFirst(n, conv))
            .filter(n -> folding.applies(conv, n));
    Node last = norm.orElse(conv);
    Optional<Node> sum =
        follower(last, n -> n.op() instanceof Elementwise e && e.f() == Arithmetic.ADD);
    last = sum.orElse(last);
    Optional<Node> relu =
        follower(last, n -> n.op() instanceof Activation a && a.f() == Functions.RELU);
    last = relu.orElse(last);
    if (last != conv) {
      joined.add(conv);
      norm.ifPresent(joined::add);
      sum.ifPresent(joined::add);
      relu.ifPresent(joined::add);
      blocks.put(last, block(conv, norm, sum, relu));
    }
  }

  /** The only node that reads a node's value, if it is of the kind and not in a block yet. */
  private Optional<Node> follower(Node n, Predicate<Node> kind) {
    List<Node> reading = readers.getOrDefault(n.output(), List.of());
    if (kept.contains(n.output()) || reading.size() != 1) {
      return Optional.empty();
    }
    return Optional.of(reading.get(0)).filter(kind).filter(f -> !joined.contains(f));
  }

  private static boolean readsFirst(Node n, Node from) {
    return n.inputs().get(0).equals(from.output());
  }

  private Node block(Node conv, Optional<Node> norm, Optional<Node> sum, Optional<Node> relu) {
    List<String> inputs = new ArrayList<>(conv.inputs());
    if (inputs.size() == 2) {
      inputs.add("");
    }
    Optional<Folding.Folded> one = norm.map(n -> folding.folded(conv, n));
    if (one.isPresent()) {
      inputs.set(1, conv.name() + " folded weight");
      inputs.set(2, conv.name() + " folded bias");
      folded.put(inputs.get(1), one.get().weight());
      folded.put(inputs.get(2), one.get().bias());
    }
    Optional<ConvBlock.Sum> added = Optional.empty();
    if (sum.isPresent()) {
      String mine = norm.orElse(conv).output();
      boolean residualFirst = !sum.get().inputs().get(0).equals(mine);
      inputs.add(sum.get().inputs().get(residualFirst ? 0 : 1));
      added = Optional.of(new ConvBlock.Sum(sum.get().name(), residualFirst));
    }
    Node last = relu.or(() -> sum).or(() -> norm).orElse(conv);
    ConvBlock op =
        new ConvBlock(
            ((Conv) conv.op()).window(),
            conv.name(),
            one.map(Folding.Folded::norm),
            added,
            relu.map(Node::name));
    return new Node(conv.name(), op, inputs, List.of(last.output()));
  }
}
