package org.convscope.engine;

/**
 * Per-channel statistics over batch and space.
 *
 * @param mean [C]
 * @param variance [C], biased (divided by the count)
 */
public record Moments(Tensor mean, Tensor variance) {}
