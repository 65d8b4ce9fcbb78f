package org.convscope.models.synthetic;

import java.util.List;

/**
 * One drawn image and everything that is known about it.
 *
 * @param pixels the picture
 * @param label index of its class in the set's list of classes
 * @param kind its class
 * @param mask where the object is; for a texture that fills the picture, everywhere
 * @param parts the named parts, each inside the mask's bounding box; empty for shapes without parts
 *     and for textures
 */
public record Sample(Pixels pixels, int label, SyntheticClass kind, Mask mask, List<Part> parts) {
  public Sample {
    parts = List.copyOf(parts);
  }
}
