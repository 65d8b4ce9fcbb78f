package org.convscope.models.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.MaxPooledConvolution;
import org.convscope.models.Node;

/**
 * Puts max poolings together with the convolutions whose only readers they are. If gradients will
 * be asked for, only where the way back ends: with a convolution of a tracked input whose
 * parameters are not tracked.
 */
final class PooledConvolutions {
  private PooledConvolutions() {}

  /** The nodes with pooled convolutions in the places of their poolings. */
  static List<Node> applied(List<Node> nodes, Set<String> kept, Set<String> tracked) {
    Reads reads = new Reads(nodes, kept);
    Map<String, Node> convolutions = new HashMap<>();
    List<Node> result = new ArrayList<>();
    for (Node n : nodes) {
      String from = n.inputs().isEmpty() ? "" : n.inputs().get(0);
      Node convolution = reads.once(from) ? convolutions.get(from) : null;
      if (convolution != null && n.op() instanceof MaxPool p && isPlain(p)) {
        result.remove(convolution);
        result.add(pooled(convolution, n, p, !tracked.isEmpty()));
      } else {
        result.add(n);
        if (block(n).isPresent() && (tracked.isEmpty() || isEnd(n, tracked))) {
          convolutions.put(n.output(), n);
        }
      }
    }
    return result;
  }

  private static boolean isPlain(MaxPool pool) {
    return pool.indices() == MaxPool.Indices.NONE;
  }

  private static boolean isEnd(Node convolution, Set<String> tracked) {
    List<String> inputs = convolution.inputs();
    return tracked.contains(inputs.get(0)) && inputs.stream().skip(1).noneMatch(tracked::contains);
  }

  private static Optional<ConvBlock> block(Node n) {
    if (n.op() instanceof Conv c) {
      Optional<String> none = Optional.empty();
      return Optional.of(
          new ConvBlock(c.window(), n.name(), Optional.empty(), Optional.empty(), none));
    }
    return n.op() instanceof ConvBlock b && b.sum().isEmpty() ? Optional.of(b) : Optional.empty();
  }

  private static Node pooled(Node convolution, Node pool, MaxPool p, boolean recorded) {
    ConvBlock block = block(convolution).orElseThrow();
    MaxPooledConvolution op = new MaxPooledConvolution(block, p.window(), pool.name(), recorded);
    return new Node(convolution.name(), op, convolution.inputs(), pool.outputs());
  }
}
