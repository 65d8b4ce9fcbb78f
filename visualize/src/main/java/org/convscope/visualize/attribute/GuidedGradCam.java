package org.convscope.visualize.attribute;

import org.convscope.autograd.op.VisualisationRules;

/**
 * Guided Grad-CAM (Selvaraju et al. 2017): guided backpropagation, each pixel multiplied by
 * Grad-CAM's enlarged map.
 */
final class GuidedGradCam {
  private GuidedGradCam() {}

  static Attribution of(Subject subject, AttributionOptions options) {
    Attribution cam = ClassActivation.gradCam(subject, options);
    float[] raw = subject.gradient(subject.image(), VisualisationRules.GUIDED).floats().clone();
    float[] map = cam.map().values();
    for (int i = 0; i < raw.length; i++) {
      raw[i] *= map[i % map.length];
    }
    return Attribution.largest(subject, raw, cam.facts());
  }
}
