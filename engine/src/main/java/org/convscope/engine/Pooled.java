package org.convscope.engine;

/**
 * Result of max-pooling.
 *
 * @param output the maxima, [N×C×spatial out]
 * @param switches where they came from
 */
public record Pooled(Tensor output, Switches switches) {}
