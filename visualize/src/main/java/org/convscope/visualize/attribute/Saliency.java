package org.convscope.visualize.attribute;

import java.util.Map;
import org.convscope.autograd.Rules;

/**
 * Saliency (Simonyan et al. 2013): {@code max_c |∂s/∂x|}. With the rules of deconvnet or guided
 * backpropagation in place of the gradient, the same of what those send back.
 */
final class Saliency {
  private Saliency() {}

  static Attribution of(Subject subject, Rules rules) {
    float[] g = subject.gradient(subject.image(), rules).floats();
    return Attribution.largest(subject, g, Map.of("rule", rules.name()));
  }
}
