package org.convscope.models.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Gemm;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.Reshape;
import org.convscope.autograd.op.Slice;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Selection;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.Pruning;

/**
 * A network cut down to one channel of one value: a class score or a feature map needs one filter
 * of the layer that makes it, and what works channel by channel after that layer works on one.
 *
 * <p>From the value back to its convolution or dense layer every node is replaced by one on a
 * single channel, of a concatenation the part that it lies in stays; where that is not possible,
 * the channel is cut out. SqueezeNet computes a quarter less for one class, whose last convolution
 * has a thousand filters.
 */
public final class SingleChannel {
  private final Network network;
  private final List<Node> nodes;
  private final Map<String, Tensor> parts = new HashMap<>();
  private final Map<String, Integer> reads = new HashMap<>();

  private SingleChannel(Network network, String value) {
    this.network = network;
    this.nodes = new ArrayList<>(Pruning.ancestors(network.nodes(), Set.of(value)));
    nodes.forEach(n -> n.inputs().forEach(in -> reads.merge(in, 1, Integer::sum)));
  }

  /**
   * Cuts a network down.
   *
   * @param value [N×C×...]
   * @return nodes of which the last makes the channel, [N×1×...], and the parts of parameters that
   *     they read; values before it keep their names
   * @throws IllegalArgumentException if nothing makes the value, or its layer has no such channel
   */
  public static Rewritten of(Network network, String value, int channel) {
    if (network.producer(value).isEmpty()) {
      throw new IllegalArgumentException(
          "network %s: nothing makes the value %s".formatted(network.name(), value));
    }
    SingleChannel cut = new SingleChannel(network, value);
    String output = cut.narrowed(value, channel);
    return new Rewritten(Pruning.ancestors(cut.nodes, Set.of(output)), cut.parts);
  }

  /** Adds what makes the channel of a value, and names it. */
  private String narrowed(String value, int channel) {
    Optional<Node> made = network.producer(value).filter(n -> n.output().equals(value));
    if (made.isEmpty() || reads.getOrDefault(value, 0) > 1) {
      return add(cut(value, channel));
    }
    Node n = made.get();
    Optional<String> part =
        n.op() instanceof Concat concat && concat.axis() == 1
            ? ofConcatenation(n, channel)
            : Optional.empty();
    return part.orElseGet(() -> add(narrowed(n, channel).orElseGet(() -> cut(value, channel))));
  }

  private String add(Node node) {
    nodes.add(node);
    return node.output();
  }

  private Node cut(String value, int channel) {
    Slice slice = Slice.of(Slice.Range.of(1, channel, channel + 1L));
    String named = named(value, channel);
    return new Node(named, slice, List.of(value), List.of(named));
  }

  private static String named(String name, int channel) {
    return name + "[" + channel + "]";
  }

  /** A node that makes the channel of what {@code n} makes; empty if there is no such node. */
  private Optional<Node> narrowed(Node n, int channel) {
    Op op = n.op();
    if (op instanceof Conv conv && conv.window().groups() == 1) {
      return ofParameters(n, channel, n.inputs().get(0), 0);
    }
    if (op instanceof Gemm gemm) {
      return ofParameters(n, channel, n.inputs().get(0), gemm.transposeB() ? 0 : 1);
    }
    if (op instanceof BatchNorm) {
      return isConstant(n)
          ? ofParameters(n, channel, narrowed(n.inputs().get(0), channel), 0)
          : Optional.empty();
    }
    if (isByChannel(op)) {
      return Optional.of(on(n, channel, op, List.of(narrowed(n.inputs().get(0), channel))));
    }
    if (isMatrix(op) && isPooled(n.inputs().get(0))) {
      return Optional.of(
          on(n, channel, new Flatten(1), List.of(narrowed(n.inputs().get(0), channel))));
    }
    return Optional.empty();
  }

  private static boolean isByChannel(Op op) {
    return op instanceof Activation
        || op instanceof Identity
        || op instanceof InferenceDropout
        || op instanceof AveragePool
        || op instanceof GlobalPool
        || (op instanceof Reduce reduce && reduce.axes().equals(List.of(2, 3)))
        || (op instanceof MaxPool pool && pool.indices() == MaxPool.Indices.NONE);
  }

  /** True for a matrix with a row for each item. */
  private static boolean isMatrix(Op op) {
    return (op instanceof Flatten flatten && flatten.axis() == 1)
        || (op instanceof Reshape reshape
            && reshape.dims().size() == 2
            && reshape.dims().get(0) >= 0);
  }

  /** True for one number per channel, so that a matrix of them keeps the channels apart. */
  private boolean isPooled(String value) {
    return network.producer(value).filter(n -> n.op() instanceof GlobalPool).isPresent();
  }

  private static Node on(Node n, int channel, Op op, List<String> inputs) {
    return new Node(named(n.name(), channel), op, inputs, List.of(named(n.output(), channel)));
  }

  /** The channel of the part of a concatenation that it lies in; empty if that cannot be told. */
  private Optional<String> ofConcatenation(Node n, int channel) {
    int start = 0;
    for (String input : n.inputs()) {
      OptionalInt count = channels(input);
      if (count.isEmpty()) {
        return Optional.empty();
      }
      int end = start + count.getAsInt();
      if (channel >= start && channel < end) {
        return Optional.of(narrowed(input, channel - start));
      }
      start = end;
    }
    throw missing(n, start, channel);
  }

  /** How many channels a value has, as far as parameters tell. */
  private OptionalInt channels(String value) {
    Optional<Node> made = network.producer(value).filter(n -> n.output().equals(value));
    if (made.isEmpty()) {
      return OptionalInt.empty();
    }
    Node n = made.get();
    if (n.op() instanceof Conv) {
      Tensor weight = network.parameters().get(n.inputs().get(1));
      return weight == null ? OptionalInt.empty() : OptionalInt.of(weight.shape().dim(0));
    }
    return isByChannel(n.op()) || n.op() instanceof BatchNorm
        ? channels(n.inputs().get(0))
        : OptionalInt.empty();
  }

  private IllegalArgumentException missing(Node n, int count, int channel) {
    return new IllegalArgumentException(
        "network %s: %s has the channels 0 to %d, got %d"
            .formatted(network.name(), n.name(), count - 1, channel));
  }

  /** True if all that the node reads besides its data are parameters. */
  private boolean isConstant(Node n) {
    return n.inputs().stream()
        .skip(1)
        .allMatch(p -> p.isEmpty() || network.parameters().containsKey(p));
  }

  /**
   * The node with the channel's part of its parameters.
   *
   * @param axis of the first parameter, along which the channels lie; of the others it is the last
   */
  private Optional<Node> ofParameters(Node n, int channel, String data, int axis) {
    if (!isConstant(n)) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(List.of(data));
    for (int i = 1; i < n.inputs().size(); i++) {
      String p = n.inputs().get(i);
      inputs.add(p.isEmpty() ? p : part(n, channel, p, i == 1 ? axis : -1));
    }
    return Optional.of(on(n, channel, n.op(), inputs));
  }

  private String part(Node n, int channel, String parameter, int axis) {
    Tensor whole = network.parameters().get(parameter);
    Shape shape = whole.shape();
    if (shape.rank() == 0 || (axis < 0 && shape.dim(-1) == 1)) {
      return parameter;
    }
    int a = shape.axis(axis);
    if (channel < 0 || channel >= shape.dim(a)) {
      throw missing(n, shape.dim(a), channel);
    }
    parts.put(
        named(parameter, channel),
        Selection.all(shape).along(a, 1, i -> channel).read(whole, 0, new Buffers()));
    return named(parameter, channel);
  }
}
