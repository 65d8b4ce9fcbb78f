package org.convscope.visualize.ascend;

import java.util.List;
import org.convscope.visualize.ascend.image.Colour;
import org.convscope.visualize.ascend.image.Parametrisation;
import org.convscope.visualize.ascend.regularise.Correction;
import org.convscope.visualize.ascend.regularise.Penalty;
import org.convscope.visualize.ascend.residual.SkipScale;
import org.convscope.visualize.ascend.step.StepRule;
import org.convscope.visualize.ascend.view.Transform;
import org.convscope.visualize.ascend.view.ViewChain;

/**
 * How ascent is done.
 *
 * @param image what is changed, and how it becomes the network's input
 * @param climb the steps
 * @param views what the network sees of the image
 * @param penalties what is subtracted from the score
 * @param corrections what is done to the pixels after each step; only for raw pixels
 * @param skip scale of the gradient over residual shortcuts
 */
public record AscentOptions(
    ImageModel image,
    Climb climb,
    ViewChain views,
    List<Penalty.Weighted> penalties,
    List<Correction> corrections,
    SkipScale skip) {
  /**
   * The image.
   *
   * @param parametrisation of the planes
   * @param colour from planes to the input
   * @param deviation of the starting noise
   * @param naturalStart whether the noise has the colours of natural images or independent ones
   */
  public record ImageModel(
      Parametrisation parametrisation, Colour colour, double deviation, boolean naturalStart) {}

  /**
   * The steps.
   *
   * @param rule how a gradient becomes a step
   * @param rate its size
   * @param steps how many
   * @param gradientBlur deviation in pixels of the blur of the gradient by the input; 0 for none
   */
  public record Climb(StepRule rule, double rate, int steps, double gradientBlur) {
    public Climb {
      if (steps < 0 || !(rate > 0)) {
        throw new IllegalArgumentException(
            "ascent: steps must not be negative and the rate positive, got %d and %s"
                .formatted(steps, rate));
      }
    }
  }

  public AscentOptions {
    penalties = List.copyOf(penalties);
    corrections = List.copyOf(corrections);
    boolean raw = colourIsRaw(image) && image.parametrisation().name().equals("pixel");
    if (!corrections.isEmpty() && !raw) {
      throw new IllegalArgumentException(
          "ascent: corrections of the pixels need raw pixels, got %s in %s"
              .formatted(image.parametrisation().name(), image.colour()));
    }
  }

  private static boolean colourIsRaw(ImageModel image) {
    return image.colour() == Colour.RAW;
  }

  /** The same with other random views. */
  public AscentOptions withTransforms(List<Transform> transforms) {
    ViewChain chain = new ViewChain(transforms, views.beyond(), views.crops());
    return new AscentOptions(image, climb, chain, penalties, corrections, skip);
  }

  /** The same for another number of steps. */
  public AscentOptions withSteps(int steps) {
    Climb c = new Climb(climb.rule(), climb.rate(), steps, climb.gradientBlur());
    return new AscentOptions(image, c, views, penalties, corrections, skip);
  }
}
