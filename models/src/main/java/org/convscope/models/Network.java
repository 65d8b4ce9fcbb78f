package org.convscope.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.rewrite.Rewritten;
import org.convscope.models.rewrite.SingleChannel;

/**
 * A network: a directed acyclic graph of named operators over named values. Values are the inputs,
 * the parameters and what the nodes make. Immutable; training makes a new one with other
 * parameters.
 */
public final class Network {
  /** The networks of single channels that were used last. */
  private static final class Latest extends LinkedHashMap<String, Network> {
    private static final int MOST = 32;
    private static final long serialVersionUID = 1L;

    Latest() {
      super(MOST, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Network> eldest) {
      return size() > MOST;
    }
  }

  private final String name;
  private final List<Input> inputs;
  private final List<Node> nodes;
  private final List<String> outputs;
  private final Map<String, Tensor> parameters;
  private final Map<String, String> metadata;
  private final Map<String, Node> producers = new HashMap<>();
  private final Plans plans;
  private final Map<String, Network> channels = Collections.synchronizedMap(new Latest());

  /**
   * A network; {@link NetworkBuilder} is the comfortable way to make one.
   *
   * @param nodes in topological order
   * @param parameters learned or constant tensors by value name
   * @param metadata free text, as ONNX's metadata_props
   * @throws IllegalArgumentException if a name is used twice, or a value before it is made
   */
  public Network(
      String name,
      List<Input> inputs,
      List<Node> nodes,
      List<String> outputs,
      Map<String, Tensor> parameters,
      Map<String, String> metadata) {
    this(name, inputs, nodes, outputs, parameters, metadata, Plans::new);
  }

  private Network(
      String name,
      List<Input> inputs,
      List<Node> nodes,
      List<String> outputs,
      Map<String, Tensor> parameters,
      Map<String, String> metadata,
      Function<Network, Plans> plans) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
    this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    requireWellFormed();
    this.plans = plans.apply(this);
  }

  private void requireWellFormed() {
    Set<String> known = new HashSet<>(parameters.keySet());
    for (Input i : inputs) {
      requireNew(known, i.name());
    }
    Set<String> nodeNames = new HashSet<>();
    for (Node n : nodes) {
      if (!nodeNames.add(n.name())) {
        throw new IllegalArgumentException("network: node names must differ, got two " + n.name());
      }
      for (String in : n.inputs()) {
        if (!in.isEmpty() && !known.contains(in)) {
          throw new IllegalArgumentException(
              "network: node "
                  + n.name()
                  + " reads a value that nothing makes before it, got "
                  + in);
        }
      }
      for (String out : n.outputs()) {
        if (!out.isEmpty()) {
          requireNew(known, out);
          producers.put(out, n);
        }
      }
    }
    for (String out : outputs) {
      if (!known.contains(out)) {
        throw new IllegalArgumentException("network: nothing makes the output " + out);
      }
    }
  }

  private static void requireNew(Set<String> known, String value) {
    if (!known.add(value)) {
      throw new IllegalArgumentException("network: value names must differ, got two " + value);
    }
  }

  public String name() {
    return name;
  }

  public List<Input> inputs() {
    return inputs;
  }

  /** The only input. */
  public Input input() {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "network " + name + ": one input is needed, got " + inputs.size());
    }
    return inputs.get(0);
  }

  /** The operators in topological order. */
  public List<Node> nodes() {
    return nodes;
  }

  public List<String> outputs() {
    return outputs;
  }

  /** Learned and constant tensors by value name. */
  public Map<String, Tensor> parameters() {
    return parameters;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /** The node that makes a value; empty for inputs and parameters. */
  public Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /**
   * This network with some parameters replaced; quick, as both share their structure.
   *
   * @throws IllegalArgumentException if there is no such parameter, or its shape changes
   */
  public Network withParameters(Map<String, Tensor> replaced) {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    replaced.forEach(
        (parameter, value) -> {
          Tensor before = all.put(parameter, value);
          if (before == null || !before.shape().equals(value.shape())) {
            throw new IllegalArgumentException(
                "network %s: a parameter is replaced by one of its shape, got %s: %s instead of %s"
                    .formatted(name, parameter, value, before));
          }
        });
    return new Network(name, inputs, nodes, outputs, all, metadata, plans::forSibling);
  }

  /** This network with other metadata. */
  public Network withMetadata(Map<String, String> other) {
    return new Network(name, inputs, nodes, outputs, parameters, other, plans::forSibling);
  }

  /**
   * This network cut down to one channel of a value, its only output [N×1×...]. The last ones are
   * kept; all share what is made of the parameters that they have in common.
   *
   * @param value [N×C×...]
   * @throws IllegalArgumentException if nothing makes the value, or its layer has no such channel
   */
  public Network only(String value, int channel) {
    return channels.computeIfAbsent(
        value + "[" + channel + "]", k -> cut(SingleChannel.of(this, value, channel)));
  }

  private Network cut(Rewritten part) {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(part.folded());
    String output = part.nodes().get(part.nodes().size() - 1).output();
    List<String> only = List.of(output);
    return new Network(name, inputs, part.nodes(), only, all, metadata, plans::forPart);
  }

  /**
   * Runs forward to the request's taps; computes nothing that they do not need.
   *
   * @param given one tensor per input that is needed
   * @throws IllegalArgumentException if an input is missing or does not fit, or a tap is unknown
   */
  public Run run(Kernels kernels, Map<String, Tensor> given, Request request) {
    return new Execution(this, kernels, plans.plan(request)).run(given);
  }

  /** The plan of a request. */
  Plan plan(Request request) {
    return plans.plan(request);
  }

  /** A parameter, or the tensor that was given for an input, checked against its declaration. */
  Tensor leaf(String value, Map<String, Tensor> given) {
    Tensor parameter = parameters.get(value);
    if (parameter != null) {
      return parameter;
    }
    for (Input input : inputs) {
      if (input.name().equals(value)) {
        Tensor t = given.get(value);
        if (t == null) {
          throw new IllegalArgumentException(
              "network %s: the input %s is missing, got %s".formatted(name, value, given.keySet()));
        }
        input.require(t);
        return t;
      }
    }
    throw new IllegalArgumentException("network %s: has no value %s".formatted(name, value));
  }

  /** Runs a network of one input forward to all of its outputs. */
  public List<Tensor> forward(Kernels kernels, Tensor x) {
    Run run = run(kernels, Map.of(input().name(), x), Request.taps(outputs));
    List<Tensor> found = new ArrayList<>();
    outputs.forEach(o -> found.add(run.value(o)));
    return found;
  }

  @Override
  public String toString() {
    return name + " (" + nodes.size() + " nodes)";
  }
}
