package org.convscope.visualize.correspond;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.Tensor;
import org.convscope.models.ReceptiveField.Region;

/**
 * An image with its parts.
 *
 * @param name of the image
 * @param input of the network [1×C×H×W]
 * @param parts rectangles inside of the input by name
 */
public record MarkedInput(String name, Tensor input, Map<String, Region> parts) {
  public MarkedInput {
    parts = new LinkedHashMap<>(parts);
  }
}
