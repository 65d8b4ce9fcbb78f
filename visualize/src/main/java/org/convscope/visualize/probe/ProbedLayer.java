package org.convscope.visualize.probe;

/**
 * A layer whose features are judged.
 *
 * @param name for people
 * @param value name of its value in the network
 * @param pool a value with an image plane, [N×C×H×W], is averaged to pool×pool numbers per channel
 */
public record ProbedLayer(String name, String value, int pool) {
  public ProbedLayer {
    if (pool < 1) {
      throw new IllegalArgumentException(
          "probe: feature maps are averaged to at least 1×1, got %d for %s".formatted(pool, name));
    }
  }
}
