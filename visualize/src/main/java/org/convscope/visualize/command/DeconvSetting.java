package org.convscope.visualize.command;

import java.util.Map;
import org.convscope.engine.Shape;
import org.convscope.models.Layer;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveFields;
import org.convscope.models.Shapes;
import org.convscope.visualize.deconv.DeconvOptions;
import org.convscope.visualize.deconv.MapSelection;

/**
 * The feature maps that a command searches for and projects.
 *
 * @param layer the layer that they belong to
 * @param maps which of them
 * @param top photographs per feature map
 * @param rule how to go back
 */
record DeconvSetting(Layer layer, MapSelection maps, int top, RuleOption rule) {
  /** The options for a network, checked against the layer's shape. */
  DeconvOptions of(Network network, Preprocessing p, CommonOptions common) {
    Shape input = Shape.of(1, p.mean().size(), p.height(), p.width());
    Map<String, Shape> shapes = Shapes.of(common.kernels(), network, input);
    Shape shape = shapes.get(layer.value());
    if (shape.rank() != 4 && shape.rank() != 2) {
      throw common.wrongUse(
          "--layer: a layer with feature maps [N×C×H×W] or [N×C] is needed, got %s %s"
              .formatted(layer.path(), shape));
    }
    for (int map : maps.indices()) {
      if (map >= shape.dim(1)) {
        throw common.wrongUse(
            "--maps: %s has the feature maps 0 to %d, got %d"
                .formatted(layer.path(), shape.dim(1) - 1, map));
      }
    }
    ReceptiveFields fields = new ReceptiveFields(network, shapes);
    return common.checked(
        () ->
            new DeconvOptions(
                layer.value(),
                maps,
                top,
                rule.rules(),
                (y, x) -> fields.region(layer.value(), y, x)));
  }
}
