package org.convscope.visualize.occlude;

import java.util.Arrays;
import java.util.Optional;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;

/**
 * What the square shows. The mean, blur and noise are made of the normalised input alone; a colour
 * needs to know how pixels are normalised.
 */
public sealed interface Fill {
  /** 0 after normalisation: the mean colour of the data that the network was trained on. */
  record Mean() implements Fill {}

  /**
   * One colour.
   *
   * @param red level 0…255
   * @param green level 0…255
   * @param blue level 0…255
   */
  record Colour(double red, double green, double blue) implements Fill {}

  /**
   * The image itself, blurred by a Gaussian; beyond the edge the edge's pixels go on.
   *
   * @param share deviation as a share of the image's shorter side
   */
  record Blur(double share) implements Fill {}

  /** Gaussian noise with each channel's mean and deviation in the image. */
  record Noise() implements Fill {}

  /**
   * Reads {@code mean}, {@code grey} (127.5), {@code black}, {@code blur}, {@code noise} or {@code
   * #rrggbb}.
   *
   * @throws IllegalArgumentException if the text is none of them
   */
  static Fill parse(String text) {
    if (text.matches("#[0-9a-fA-F]{6}")) {
      int rgb = Integer.parseInt(text.substring(1), 16);
      return new Colour(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    }
    return switch (text) {
      case "mean" -> new Mean();
      case "grey", "gray" -> new Colour(127.5, 127.5, 127.5);
      case "black" -> new Colour(0, 0, 0);
      case "blur" -> new Blur(0.05);
      case "noise" -> new Noise();
      default ->
          throw new IllegalArgumentException(
              "fill: mean, grey, black, blur, noise or #rrggbb is needed, got '" + text + "'");
    };
  }

  /**
   * The whole image as it would look under the square.
   *
   * @param x the input [1×C×H×W]
   * @param preprocessing how pixels become the input; a colour needs it
   * @param seed of the noise
   * @return of the input's shape
   * @throws IllegalArgumentException if a colour is wanted and the preprocessing is unknown
   */
  default Tensor cover(Tensor x, Optional<Preprocessing> preprocessing, long seed) {
    int channels = x.shape().dim(1);
    int plane = x.size() / channels;
    float[] cover = new float[x.size()];
    if (this instanceof Colour c) {
      Preprocessing p =
          preprocessing.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "fill: a colour needs the network's preprocessing, which is unknown; use mean"
                          + " or say --preprocessing"));
      float[] rgb = new float[3 * plane];
      Arrays.fill(rgb, 0, plane, (float) c.red());
      Arrays.fill(rgb, plane, 2 * plane, (float) c.green());
      Arrays.fill(rgb, 2 * plane, 3 * plane, (float) c.blue());
      p.normalise(rgb, plane, cover, 0);
    } else if (this instanceof Blur b) {
      int height = x.shape().dim(2);
      int width = x.shape().dim(3);
      GaussianBlur blur = new GaussianBlur(b.share() * Math.min(height, width));
      blur.apply(x.floats(), cover, height, width);
    } else if (this instanceof Noise) {
      CounterRandom random = CounterRandom.of(seed).stream("occlusion noise");
      for (int c = 0; c < channels; c++) {
        noise(x.floats(), cover, c * plane, plane, random);
      }
    }
    return Tensor.of(x.shape(), cover);
  }

  private static void noise(float[] x, float[] cover, int from, int plane, CounterRandom random) {
    double sum = 0;
    double squares = 0;
    for (int i = from; i < from + plane; i++) {
      sum += x[i];
      squares += (double) x[i] * x[i];
    }
    double mean = sum / plane;
    double deviation = Math.sqrt(Math.max(0, squares / plane - mean * mean));
    for (int i = from; i < from + plane; i++) {
      cover[i] = (float) (mean + deviation * random.gaussian(i));
    }
  }
}
