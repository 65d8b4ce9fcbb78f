package org.convscope.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Shapes of all values of a network: from the ops' shape rules where these say it all. */
public final class Shapes {
  private Shapes() {}

  /**
   * The shapes for an input of the given shape, parameters included.
   *
   * @param kernels to run the network on zeros if a shape depends on numbers
   * @throws IllegalArgumentException if the input does not fit the network
   */
  public static Map<String, Shape> of(Kernels kernels, Network network, Shape input) {
    Map<String, Shape> given = Map.of(network.input().name(), input);
    return byRules(network, given).orElseGet(() -> measured(kernels, network, input));
  }

  /**
   * The shape of one image as the network declares it or its preprocessing says, if either does.
   */
  public static Optional<Shape> ofOneImage(Network network) {
    List<Integer> dims = network.input().dims();
    if (dims.size() != 4) {
      return Optional.empty();
    }
    int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
    shape[0] = 1;
    Optional<Preprocessing> size = Preprocessing.fromMetadata(network.metadata());
    if (size.isPresent()) {
      shape[1] = shape[1] < 0 ? size.get().mean().size() : shape[1];
      shape[2] = shape[2] < 0 ? size.get().height() : shape[2];
      shape[3] = shape[3] < 0 ? size.get().width() : shape[3];
    }
    return shape[1] < 0 || shape[2] < 0 || shape[3] < 0
        ? Optional.empty()
        : Optional.of(Shape.of(shape));
  }

  private static Optional<Map<String, Shape>> byRules(Network network, Map<String, Shape> given) {
    Map<String, Shape> shapes = new HashMap<>(given);
    network.parameters().forEach((name, t) -> shapes.put(name, t.shape()));
    for (Node n : network.nodes()) {
      List<Shape> in = new ArrayList<>();
      n.inputs().forEach(name -> in.add(name.isEmpty() ? null : shapes.get(name)));
      List<Shape> out;
      try {
        out = n.op().shapes(in);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + " (node " + n.name() + ")", e);
      }
      if (out.isEmpty()) {
        return Optional.empty();
      }
      for (int i = 0; i < n.outputs().size() && i < out.size(); i++) {
        shapes.put(n.outputs().get(i), out.get(i));
      }
    }
    return Optional.of(shapes);
  }

  private static Map<String, Shape> measured(Kernels kernels, Network network, Shape input) {
    Set<String> taps = new LinkedHashSet<>();
    network.nodes().forEach(n -> taps.add(n.output()));
    Tensor zeros = Tensor.zeros(DType.FLOAT, input);
    Map<String, Tensor> given = Map.of(network.input().name(), zeros);
    Run run = network.run(kernels, given, Request.taps(taps));
    Map<String, Shape> shapes = new HashMap<>(Map.of(network.input().name(), input));
    network.parameters().forEach((name, t) -> shapes.put(name, t.shape()));
    taps.forEach(t -> shapes.put(t, run.value(t).shape()));
    return shapes;
  }
}
