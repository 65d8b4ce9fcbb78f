package org.convscope.visualize.trust;

import java.util.List;

/**
 * How much effort goes into the measures.
 *
 * @param baseline the input's value per channel that stands for "nothing there"
 * @param seed of everything random
 * @param steps of the deletion and insertion curves
 * @param controls random orders that the curves are compared with
 * @param squares random squares that infidelity hides
 * @param neighbours noisy images that sensitivity looks at
 * @param radius largest change of an element of the input for sensitivity
 * @param depths networks of the randomisation check, at most
 */
public record TrustOptions(
    List<Float> baseline,
    long seed,
    int steps,
    int controls,
    int squares,
    int neighbours,
    double radius,
    int depths) {
  public TrustOptions {
    baseline = List.copyOf(baseline);
  }

  /** The usual effort: 32 steps, 3 controls, 10 samples, radius 0.02, at most 8 networks. */
  public static TrustOptions usual(List<Float> baseline, long seed) {
    return new TrustOptions(baseline, seed, 32, 3, 10, 10, 0.02, 8);
  }
}
