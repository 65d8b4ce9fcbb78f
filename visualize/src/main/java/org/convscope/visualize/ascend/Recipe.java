package org.convscope.visualize.ascend;

import java.util.List;
import java.util.Locale;
import org.convscope.visualize.ascend.AscentOptions.Climb;
import org.convscope.visualize.ascend.AscentOptions.ImageModel;
import org.convscope.visualize.ascend.image.Colour;
import org.convscope.visualize.ascend.image.FixedMagnitude;
import org.convscope.visualize.ascend.image.Fourier;
import org.convscope.visualize.ascend.image.Pixels;
import org.convscope.visualize.ascend.regularise.Blur;
import org.convscope.visualize.ascend.regularise.Correction;
import org.convscope.visualize.ascend.regularise.Penalty;
import org.convscope.visualize.ascend.residual.SkipScale;
import org.convscope.visualize.ascend.step.StepRule;
import org.convscope.visualize.ascend.view.Beyond;
import org.convscope.visualize.ascend.view.Transform;
import org.convscope.visualize.ascend.view.ViewChain;

/** Well-known sets of options. */
public enum Recipe {
  /**
   * Fourier coefficients, decorrelated colour, random views, Adam (Olah et al. 2017), with {@link
   * Transform#WIDE} in place of the article's {@link Transform#ROBUST}.
   */
  LUCID(
      new AscentOptions(
          new ImageModel(new Fourier(1), Colour.DECORRELATED, 0.01, true),
          new Climb(StepRule.ADAM, 0.05, 512, 0),
          new ViewChain(Transform.WIDE, Beyond.GREY, ViewChain.Crops.NONE),
          List.of(),
          List.of(),
          SkipScale.NONE)),
  /**
   * Pixels from N(0, 1), steps of the normalised gradient, L2, rolling jitter, clamping and blur:
   * the course CS231n after Simonyan et al. 2013.
   */
  CS231N(
      new AscentOptions(
          new ImageModel(new Pixels(), Colour.RAW, 1, false),
          new Climb(StepRule.NORMALISED, 25, 100, 0),
          new ViewChain(List.of(new Transform.Jitter(16)), Beyond.WRAP, ViewChain.Crops.NONE),
          List.of(new Penalty.Weighted(Penalty.L2, 1e-3)),
          List.of(new Correction.Clamp(), new Correction.BlurEvery(new Blur(0.5), 10)),
          SkipScale.NONE)),
  /**
   * Pixels with decay and frequent blur, the set most used of Yosinski et al. 2015. Steps are
   * relative to the mean gradient, so that contrast does not depend on the image's size.
   */
  YOSINSKI(
      new AscentOptions(
          new ImageModel(new Pixels(), Colour.RAW, 0.1, false),
          new Climb(StepRule.MEAN, 0.04, 1000, 0),
          ViewChain.NONE,
          List.of(),
          List.of(new Correction.Decay(1e-4), new Correction.BlurEvery(new Blur(1.0), 4)),
          SkipScale.NONE)),
  /**
   * Phases only, random crops from the whole image down to half of it. Fel et al. 2023 crop 50 % to
   * 5 % of 512 pixels; an image as small as the network's input would be drawn over with details of
   * a few pixels.
   */
  MACO(
      new AscentOptions(
          new ImageModel(new FixedMagnitude(1, 1), Colour.DECORRELATED, 1, true),
          new Climb(StepRule.NADAM, 1, 256, 0),
          new ViewChain(List.of(), Beyond.EDGE, new ViewChain.Crops(32, 1, 0.5)),
          List.of(),
          List.of(),
          SkipScale.NONE)),
  /** A photograph, pixel steps of the gradient over its mean size (Mordvintsev et al. 2015). */
  DREAM(
      new AscentOptions(
          new ImageModel(new Pixels(), Colour.RAW, 0.1, false),
          new Climb(StepRule.MEAN, 0.03, 10, 0),
          new ViewChain(List.of(new Transform.Jitter(32)), Beyond.WRAP, ViewChain.Crops.NONE),
          List.of(),
          List.of(new Correction.Clamp()),
          SkipScale.NONE));

  private final AscentOptions options;

  Recipe(AscentOptions options) {
    this.options = options;
  }

  /** What the recipe says. */
  public AscentOptions options() {
    return options;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
