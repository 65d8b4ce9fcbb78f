package org.convscope.visualize.evolve;

import java.util.List;
import org.convscope.visualize.deconv.Projection;

/**
 * Feature maps at stages of a training.
 *
 * @param stages labels of the stages, earliest first
 * @param maps the feature maps
 * @param height rows of the network's input
 * @param width columns of the network's input
 */
public record Evolution(List<String> stages, List<History> maps, int height, int width) {
  /**
   * A feature map.
   *
   * @param map its index
   * @param strongest per stage the projection of its strongest activation over the images
   */
  public record History(int map, List<Projection> strongest) {}
}
