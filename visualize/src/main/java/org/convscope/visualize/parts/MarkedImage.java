package org.convscope.visualize.parts;

import java.util.List;
import java.util.Optional;

/**
 * An image and what is marked in it.
 *
 * @param file the image, relative to the folder of the parts file, with forward slashes
 * @param label class name, empty if unknown
 * @param mask a grey image of the same size, 255 on the object and 0 elsewhere, relative likewise;
 *     empty if there is none
 * @param parts its parts, perhaps none
 */
public record MarkedImage(String file, String label, String mask, List<Part> parts) {
  public MarkedImage {
    parts = List.copyOf(parts);
  }

  /** The part of a name, if it is marked. */
  public Optional<Part> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }
}
