package org.convscope.models.synthetic;

/**
 * A named part of the drawn object, such as {@code left eye}. Left and right are those of the
 * picture, not of the creature.
 *
 * @param name what it is; unique within one image
 * @param box the tight rectangle around its pixels
 */
public record Part(String name, Box box) {}
