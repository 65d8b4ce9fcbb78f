package org.convscope.visualize.attribute;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the methods need to know besides their subject.
 *
 * @param layer the value that class activation maps look at; if absent, the last feature maps
 *     before the classifier's head, see {@link LastMaps}
 * @param baseline the input's value per channel that stands for "nothing there"
 * @param seed of everything random
 * @param smooth of SmoothGrad
 * @param path of integrated gradients
 * @param relevance of relevance propagation
 * @param masks of RISE
 * @param square of occlusion
 */
public record AttributionOptions(
    Optional<String> layer,
    List<Float> baseline,
    long seed,
    SmoothGrad.Options smooth,
    IntegratedGradients.Options path,
    RelevancePropagation.Options relevance,
    Rise.Options masks,
    OcclusionMap.Options square) {
  public AttributionOptions {
    baseline = List.copyOf(baseline);
  }

  /** The usual ones, with 0 (the mean colour after normalisation) as the baseline. */
  public static AttributionOptions usual(int channels) {
    return new AttributionOptions(
        Optional.empty(),
        Collections.nCopies(channels, 0f),
        0,
        SmoothGrad.Options.USUAL,
        IntegratedGradients.Options.USUAL,
        RelevancePropagation.Options.USUAL,
        Rise.Options.USUAL,
        OcclusionMap.Options.USUAL);
  }

  /** The baseline's value at an element of an image [C×H×W] of {@code plane} pixels. */
  public float baselineAt(int element, int plane) {
    return baseline.get(element / plane);
  }
}
