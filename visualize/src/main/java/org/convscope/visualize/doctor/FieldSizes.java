package org.convscope.visualize.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Shape;
import org.convscope.models.Layer;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.models.ReceptiveField;
import org.convscope.models.ReceptiveFields;

/** From which layer on a unit's receptive field is larger than the image. */
public final class FieldSizes {
  private static final String CHECK = "receptive fields";

  private FieldSizes() {}

  /**
   * Looks at all layers with feature maps.
   *
   * @param shapes of all values for one image, see {@link org.convscope.models.Shapes}
   */
  public static Finding check(Network network, Map<String, Shape> shapes) {
    ReceptiveFields fields = new ReceptiveFields(network, shapes);
    Shape image = shapes.get(network.input().name());
    List<String> larger = new ArrayList<>();
    for (Layer layer : new Layers(network).all()) {
      Optional<ReceptiveField> field = fields.of(layer.value());
      Shape shape = shapes.get(layer.value());
      if (field.isPresent() && shape.rank() == 4 && shape.dim(2) * shape.dim(3) > 1) {
        ReceptiveField f = field.get();
        if (f.wholeImage() || f.rows().size() > image.dim(2) || f.columns().size() > image.dim(3)) {
          larger.add("%s %d×%d".formatted(layer.path(), f.rows().size(), f.columns().size()));
        }
      }
    }
    String size = image.dim(2) + "×" + image.dim(3);
    return larger.isEmpty()
        ? Finding.fine(CHECK, "all layers with feature maps see less than the image, " + size)
        : Finding.note(
            CHECK,
            "larger than the image (%s) from %s on".formatted(size, larger.get(0)),
            "patches of these layers are whole images; to see where in them a unit looks, use its"
                + " projection (deconv) or occlude");
  }
}
