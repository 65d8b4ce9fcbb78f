package org.convscope.engine;

/**
 * Sums of each channel of two tensors a and b.
 *
 * @param sum of a, [C]
 * @param dot of a·b, [C]
 */
public record ChannelSums(Tensor sum, Tensor dot) {}
