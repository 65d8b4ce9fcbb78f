package org.convscope.visualize.evaluate;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The means of one method over all images.
 *
 * @param method what it is called on the command line
 * @param means by measure; empty where nothing was measured
 * @param gap mean completeness gap relative to the score difference, of methods that have one
 * @param milliseconds per map, on one thread
 */
public record Row(
    String method,
    Map<Measure, OptionalDouble> means,
    OptionalDouble gap,
    Optional<Double> milliseconds) {}
