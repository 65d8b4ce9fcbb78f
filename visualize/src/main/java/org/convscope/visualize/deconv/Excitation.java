package org.convscope.visualize.deconv;

import java.util.Comparator;

/**
 * The strongest activation of a feature map on one image.
 *
 * @param image index of the image in its {@link PhotoSource}
 * @param map feature map
 * @param y row of the unit in the map
 * @param x column of the unit in the map
 * @param activation its value
 */
public record Excitation(int image, int map, int y, int x, float activation) {
  /** Strongest first; on a tie the image that comes first in its set. */
  static final Comparator<Excitation> STRONGEST_FIRST =
      Comparator.comparingDouble((Excitation e) -> -e.activation())
          .thenComparingInt(Excitation::image);
}
