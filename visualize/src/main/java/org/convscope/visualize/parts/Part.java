package org.convscope.visualize.parts;

import org.convscope.models.ReceptiveField.Region;

/**
 * A named part of what an image shows.
 *
 * @param name such as {@code left eye}; unique within its image
 * @param box where it is, in pixels of the image file
 */
public record Part(String name, Region box) {}
