package org.convscope.models;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a network by any name that people use for them.
 *
 * <ul>
 *   <li>A number n is the n-th convolution in topological order, from 1. In a network that is a
 *       chain of convolutional stages, such as AlexNet, ZFNet and VGG, it is the n-th stage: that
 *       convolution with its activation.
 *   <li>A node's full name, {@code /features/features.12/Concat}, or a value's, {@code
 *       /features/features.12/Concat_output_0}.
 *   <li>A module path: {@code layer2.0.conv3}; {@code features.12} is the last node of that module.
 *   <li>A module path and an operator in it: {@code layer2.0.Add}.
 *   <li>The end of such a path, if only one ends like that: {@code conv5} for {@code gpu_0/conv5}.
 * </ul>
 */
public final class Layers {
  private final Network network;
  private final ModulePaths paths;
  private final ConvolutionStages stages;

  public Layers(Network network) {
    this.network = network;
    this.paths = new ModulePaths(network);
    this.stages = new ConvolutionStages(network);
  }

  /** All layers in topological order. */
  public List<Layer> all() {
    List<Layer> all = new ArrayList<>();
    for (int i = 0; i < network.nodes().size(); i++) {
      Node n = network.nodes().get(i);
      all.add(layer(i, n.output(), paths.path(n)));
    }
    return all;
  }

  /** Number n of the convolution, from 1, that a layer is; empty for other layers. */
  public Optional<Integer> number(Layer layer) {
    int i = stages.convolutions().indexOf(network.nodes().get(layer.index()));
    return i < 0 ? Optional.empty() : Optional.of(i + 1);
  }

  /**
   * The layer that an address means.
   *
   * @throws IllegalArgumentException if there is none; lists near matches
   */
  public Layer resolve(String address) {
    return byNumber(address)
        .or(() -> byExactName(address))
        .or(() -> byModule(address))
        .or(() -> byEnding(address))
        .orElseThrow(() -> unknown(address));
  }

  private Optional<Layer> byNumber(String address) {
    if (address.isEmpty()
        || address.length() > 9
        || !address.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int n = Integer.parseInt(address);
    List<Node> convolutions = stages.convolutions();
    if (n < 1 || n > convolutions.size()) {
      return Optional.empty();
    }
    Node conv = convolutions.get(n - 1);
    Optional<Node> stage = stages.stage(conv);
    String place = n + " of " + convolutions.size();
    String description =
        stage.isPresent()
            ? "convolutional stage %s: %s and its %s %s"
                .formatted(
                    place, paths.path(conv), stage.get().op().type(), paths.path(stage.get()))
            : "convolution %s in topological order: %s".formatted(place, paths.path(conv));
    return Optional.of(layer(stage.orElse(conv), description));
  }

  private Optional<Layer> byExactName(String address) {
    for (int i = 0; i < network.nodes().size(); i++) {
      Node n = network.nodes().get(i);
      if (n.name().equals(address)) {
        return Optional.of(layer(i, n.output(), "node " + address));
      }
      if (!address.isEmpty() && n.outputs().contains(address)) {
        return Optional.of(layer(i, address, "value " + address + " of node " + n.name()));
      }
    }
    return Optional.empty();
  }

  private Optional<Layer> byModule(String address) {
    Optional<Layer> found = Optional.empty();
    if (address.isEmpty()) {
      return found;
    }
    for (int i = 0; i < network.nodes().size(); i++) {
      Node n = network.nodes().get(i);
      String scope = paths.scope(n);
      boolean inside = scope.equals(address) || scope.startsWith(address + ".");
      if (inside) {
        found = Optional.of(layer(i, n.output(), "last node of " + address + ": " + n.name()));
      } else if (paths.dotted(n).equals(address) || paths.path(n).equals(address)) {
        return Optional.of(layer(i, n.output(), "node " + n.name()));
      }
    }
    return found;
  }

  /** The only layer whose short name ends in the address: {@code conv5} for gpu_0/conv5. */
  private Optional<Layer> byEnding(String address) {
    List<Node> ending =
        network.nodes().stream()
            .filter(
                n -> paths.path(n).endsWith("/" + address) || paths.path(n).endsWith("." + address))
            .toList();
    return ending.size() == 1
        ? Optional.of(layer(ending.get(0), "node " + ending.get(0).name()))
        : Optional.empty();
  }

  private IllegalArgumentException unknown(String address) {
    Set<String> names = new LinkedHashSet<>();
    for (Node n : network.nodes()) {
      names.add(paths.path(n));
      names.addAll(ModulePaths.enclosing(paths.scope(n)));
    }
    network.nodes().forEach(n -> names.add(n.name()));
    network.nodes().forEach(n -> names.add(n.output()));
    int convolutions = stages.convolutions().size();
    String numbers =
        convolutions == 0 ? "" : " (its convolutions are 1 to %d)".formatted(convolutions);
    return new IllegalArgumentException(
        "layer: %s has no layer \"%s\"; %s%s"
            .formatted(network.name(), address, NearMatches.hint(address, names), numbers));
  }

  private Layer layer(Node n, String description) {
    return layer(network.nodes().indexOf(n), n.output(), description);
  }

  private Layer layer(int index, String value, String description) {
    Node n = network.nodes().get(index);
    return new Layer(index, n.name(), paths.path(n), value, n.op().type(), description);
  }
}
