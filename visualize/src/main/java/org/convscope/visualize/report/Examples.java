package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Kernels;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.deconv.Excitation;
import org.convscope.visualize.deconv.TopActivations;
import org.convscope.visualize.deconv.UnitField;
import org.convscope.visualize.image.Photos;

/**
 * What excites feature maps or classes most, to be drawn beside pictures made of them.
 *
 * @param byMap patches by index of the feature map or class, strongest first
 */
public record Examples(Map<Integer, List<Example>> byMap) {
  /** No examples. */
  public static final Examples NONE = new Examples(Map.of());

  /**
   * One patch.
   *
   * @param image name of the photograph
   * @param excitation where it is and how strong
   * @param patch what the unit saw
   */
  public record Example(String image, Excitation excitation, BufferedImage patch) {
    Map<String, Object> entries() {
      Map<String, Object> entries = new LinkedHashMap<>();
      entries.put("image", image);
      entries.put("activation", excitation.activation());
      entries.put("y", excitation.y());
      entries.put("x", excitation.x());
      return entries;
    }
  }

  public Examples {
    byMap = Map.copyOf(byMap);
  }

  /**
   * Cuts the patches of what a search has found.
   *
   * @param lanes one for each thread that may read
   * @param maps which maps or classes
   * @param field the receptive field of the layer's units
   */
  public static Examples of(
      Photos photos,
      List<Kernels> lanes,
      TopActivations found,
      Collection<Integer> maps,
      UnitField field) {
    Map<Excitation, Region> fields = new HashMap<>();
    for (int map : maps) {
      found.of(map).forEach(e -> fields.put(e, field.of(e.y(), e.x())));
    }
    Map<Excitation, BufferedImage> patches = Patches.of(photos, lanes, fields);
    Map<Integer, List<Example>> byMap = new LinkedHashMap<>();
    for (int map : maps) {
      byMap.put(
          map,
          found.of(map).stream()
              .map(e -> new Example(photos.names().get(e.image()), e, patches.get(e)))
              .toList());
    }
    return new Examples(byMap);
  }
}
