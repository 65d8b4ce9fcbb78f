package org.convscope.visualize.attribute;

import java.util.Locale;
import java.util.function.BiFunction;
import org.convscope.autograd.Rules;
import org.convscope.autograd.op.VisualisationRules;
import org.convscope.visualize.attribute.RelevancePropagation.Kind;

/** The attribution methods: one line each. */
public enum Method {
  SALIENCY("saliency", (s, o) -> Saliency.of(s, Rules.GRADIENT)),
  GRADIENT_X_INPUT("gradient × input", (s, o) -> GradientTimesInput.of(s)),
  SMOOTHGRAD("SmoothGrad", SmoothGrad::of),
  IG("integrated gradients", IntegratedGradients::of),
  GUIDED("guided backprop", (s, o) -> Saliency.of(s, VisualisationRules.GUIDED)),
  DECONVNET("deconvnet", (s, o) -> Saliency.of(s, VisualisationRules.DECONVNET)),
  GRADCAM("Grad-CAM", ClassActivation::gradCam),
  GRADCAM_PP("Grad-CAM++", ClassActivation::gradCamPlusPlus),
  LAYERCAM("LayerCAM", ClassActivation::layerCam),
  SCORECAM("Score-CAM", ScoreCam::of),
  GUIDED_GRADCAM("guided Grad-CAM", GuidedGradCam::of),
  LRP_EPSILON("LRP ε", (s, o) -> RelevancePropagation.of(s, o, Kind.EPSILON)),
  LRP_ZPLUS("LRP z+", (s, o) -> RelevancePropagation.of(s, o, Kind.ZPLUS)),
  LRP_GAMMA("LRP γ", (s, o) -> RelevancePropagation.of(s, o, Kind.GAMMA)),
  RISE("RISE", Rise::of),
  OCCLUSION("occlusion", OcclusionMap::of);

  private final String title;
  private final BiFunction<Subject, AttributionOptions, Attribution> function;

  Method(String title, BiFunction<Subject, AttributionOptions, Attribution> function) {
    this.title = title;
    this.function = function;
  }

  /** What pictures call it. */
  public String title() {
    return title;
  }

  /** Explains the subject. */
  public Attribution explain(Subject subject, AttributionOptions options) {
    return function.apply(subject, options);
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
