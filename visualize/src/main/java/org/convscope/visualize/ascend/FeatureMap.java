package org.convscope.visualize.ascend;

/**
 * A feature map of a layer, or a class of the logits.
 *
 * @param value the layer's value in the network
 * @param index of the map or class
 */
public record FeatureMap(String value, int index) {}
