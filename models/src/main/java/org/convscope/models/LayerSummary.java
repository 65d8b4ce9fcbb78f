package org.convscope.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;

/**
 * One line of a network's table of layers.
 *
 * @param layer its names
 * @param number the n that means this convolution; empty for other layers
 * @param shape of its value
 * @param parameters how many numbers the node holds
 * @param field its receptive field; empty if it does not depend on the image
 */
public record LayerSummary(
    Layer layer,
    Optional<Integer> number,
    Shape shape,
    long parameters,
    Optional<ReceptiveField> field) {

  /**
   * The table for an input of the given shape, [N×C×H×W].
   *
   * @param kernels to run the network once if its shapes depend on numbers
   */
  public static List<LayerSummary> table(Kernels kernels, Network network, Shape input) {
    Map<String, Shape> shapes = Shapes.of(kernels, network, input);
    Optional<ReceptiveFields> fields =
        input.rank() == 4 ? Optional.of(new ReceptiveFields(network, shapes)) : Optional.empty();
    Layers layers = new Layers(network);
    List<LayerSummary> table = new ArrayList<>();
    for (Layer layer : layers.all()) {
      long parameters = 0;
      for (String in : network.nodes().get(layer.index()).inputs()) {
        parameters +=
            network.parameters().containsKey(in) ? network.parameters().get(in).size() : 0;
      }
      table.add(
          new LayerSummary(
              layer,
              layers.number(layer),
              shapes.get(layer.value()),
              parameters,
              fields.flatMap(f -> f.of(layer.value()))));
    }
    return table;
  }
}
