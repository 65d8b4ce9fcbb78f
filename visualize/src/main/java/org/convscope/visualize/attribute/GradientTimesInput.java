package org.convscope.visualize.attribute;

import java.util.Map;
import org.convscope.autograd.Rules;

/**
 * Gradient × input (Shrikumar et al. 2016): {@code x·∂s/∂x}. It sums up to the score in a network
 * of ReLUs without biases; the gap to that is among the facts.
 */
final class GradientTimesInput {
  private GradientTimesInput() {}

  static Attribution of(Subject subject) {
    float[] x = subject.image().floats();
    float[] raw = subject.gradient(subject.image(), Rules.GRADIENT).floats().clone();
    for (int i = 0; i < raw.length; i++) {
      raw[i] *= x[i];
    }
    Map<String, Object> facts = Completeness.facts(raw, subject.value(), 0);
    return Attribution.summed(subject, raw, facts);
  }
}
