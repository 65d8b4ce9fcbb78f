package org.convscope.models.train;

/**
 * An image and its class.
 *
 * @param pixels R, G and B planes one after the other, each H×W in row order, 0…255 unsigned
 * @param label class index
 */
public record Labelled(byte[] pixels, int label) {}
