package org.convscope.visualize.ascend.view;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.CounterRandom;

/**
 * How the views of an image are drawn at each step.
 *
 * @param transforms one after the other
 * @param beyond what lies outside of the image
 * @param crops how many random crops the network sees at once, if any
 */
public record ViewChain(List<Transform> transforms, Beyond beyond, Crops crops) {
  /** Deviation of a crop's side around its mean, and the least side, as a share of the image's. */
  private static final double SPREAD = 0.05;

  /** Deviation of a crop's middle from the image's, as a share of its side. */
  private static final double OFF_CENTRE = 0.15;

  /**
   * Random crops of the image, enlarged to the network's input (MaCo, Fel et al. 2023).
   *
   * @param count crops a step; 0 for the whole image
   * @param first side of a crop as a share of the image's at the first step
   * @param last the same at the last step
   */
  public record Crops(int count, double first, double last) {
    /** The whole image. */
    public static final Crops NONE = new Crops(0, 1, 1);

    public Crops {
      if (count < 0 || !(first > 0 && first <= 1 && last > 0 && last <= 1)) {
        throw new IllegalArgumentException(
            "crops: a count and shares in (0, 1] are needed, got %d, %s and %s"
                .formatted(count, first, last));
      }
    }
  }

  /** The image as it is. */
  public static final ViewChain NONE = new ViewChain(List.of(), Beyond.GREY, Crops.NONE);

  public ViewChain {
    transforms = List.copyOf(transforms);
  }

  /** True if every view is the image as it is. */
  public boolean isIdentity() {
    return transforms.isEmpty() && crops.count() == 0;
  }

  /**
   * The views of one step.
   *
   * @param random of this step
   * @param progress from 0 at the first step to 1 at the last
   * @param height of the image
   * @param width of the image
   */
  public List<Affine> at(CounterRandom random, double progress, int height, int width) {
    List<Affine> views = new ArrayList<>();
    for (int v = 0; v < Math.max(1, crops.count()); v++) {
      Affine view = Affine.IDENTITY;
      CounterRandom own = random.stream(v);
      for (int i = transforms.size() - 1; i >= 0; i--) {
        view = transforms.get(i).at(own.stream(i)).of(view);
      }
      views.add(crops.count() == 0 ? view : crop(own, progress, height, width).of(view));
    }
    return views;
  }

  private Affine crop(CounterRandom random, double progress, int height, int width) {
    double mean = crops.first() + (crops.last() - crops.first()) * progress;
    CounterRandom place = random.stream("crop");
    double share = Math.max(SPREAD, Math.min(1, mean + SPREAD * place.gaussian(2)));
    double y = offset(place.gaussian(0), share) * height;
    double x = offset(place.gaussian(1), share) * width;
    return Affine.moved(y, x).of(Affine.scaled(share));
  }

  /** Of a crop's middle, as a share of the side, such that the crop lies inside. */
  private static double offset(double gaussian, double share) {
    double most = (1 - share) / 2;
    return Math.max(-most, Math.min(most, OFF_CENTRE * gaussian));
  }

  /** How far beyond a view of a side of {@code size} pixels the transforms can look. */
  public int reach(int size) {
    double reach = 0;
    for (Transform t : transforms) {
      reach += t.reach(size / 2.0 + reach);
    }
    return (int) Math.ceil(reach);
  }
}
