package org.convscope.visualize.correspond;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Images of one kind of thing, whose parts can be compared.
 *
 * @param name what they show
 * @param images at least two
 */
public record Group(String name, List<MarkedInput> images) {
  public Group {
    images = List.copyOf(images);
    if (images.size() < 2) {
      throw new IllegalArgumentException(
          "correspondence: at least 2 images are needed, got %d of %s"
              .formatted(images.size(), name));
    }
  }

  /** The parts that every image has, in the first one's order. */
  public List<String> parts() {
    Set<String> common = new LinkedHashSet<>(images.get(0).parts().keySet());
    images.forEach(i -> common.retainAll(i.parts().keySet()));
    return new ArrayList<>(common);
  }
}
