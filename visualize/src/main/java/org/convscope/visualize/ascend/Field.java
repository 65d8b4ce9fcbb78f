package org.convscope.visualize.ascend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Shape;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.ReceptiveField;
import org.convscope.models.ReceptiveFields;

/**
 * The part of the image that one unit sees, cut such that the unit is at (y, x) of the layer's maps
 * of the cut image and has the same value there.
 *
 * @param height rows of the part
 * @param width columns of the part
 * @param y row of the unit
 * @param x column of the unit
 */
public record Field(int height, int width, int y, int x) {
  /**
   * The field of a unit; empty where it is the whole image, or strides do not let it be cut.
   *
   * @param shapes of all values
   */
  public static Optional<Field> of(
      Network network, Map<String, Shape> shapes, String value, int y, int x) {
    ReceptiveFields fields = new ReceptiveFields(network, shapes);
    Optional<ReceptiveField> field = fields.of(value);
    if (field.isEmpty() || field.get().wholeImage()) {
      return Optional.empty();
    }
    double rows = field.get().rows().stride();
    double columns = field.get().columns().stride();
    if (rows != Math.rint(rows) || columns != Math.rint(columns) || rows < 1 || columns < 1) {
      return Optional.empty();
    }
    ReceptiveField.Region seen = fields.visible(value, y, x);
    int top = Math.max(0, seen.top()) / (int) rows;
    int left = Math.max(0, seen.left()) / (int) columns;
    return Optional.of(
        new Field(
            seen.top() + seen.height() - top * (int) rows,
            seen.left() + seen.width() - left * (int) columns,
            y - top,
            x - left));
  }

  /** The network declared for images of any size; it takes them as far as its layers do. */
  public static Network anySize(Network network) {
    List<Input> inputs = new ArrayList<>();
    for (Input i : network.inputs()) {
      List<Integer> dims = new ArrayList<>(i.dims());
      for (int axis = 2; axis < dims.size(); axis++) {
        dims.set(axis, -1);
      }
      inputs.add(new Input(i.name(), i.type(), dims, i.ranked()));
    }
    return new Network(
        network.name(),
        inputs,
        network.nodes(),
        network.outputs(),
        network.parameters(),
        network.metadata());
  }
}
