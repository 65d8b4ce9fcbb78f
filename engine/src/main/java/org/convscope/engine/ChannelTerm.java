package org.convscope.engine;

/**
 * A tensor with a factor for each channel.
 *
 * @param value [N×C×...]
 * @param factor [C]
 */
public record ChannelTerm(Tensor value, Tensor factor) {}
