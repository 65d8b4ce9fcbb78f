package org.convscope.visualize.deconv;

import java.util.List;

/**
 * The deconvnet view of a layer.
 *
 * @param maps one entry per feature map shown
 * @param height rows of the network's input
 * @param width columns of the network's input
 * @param skipped photographs that could not be read, with the reason
 */
public record DeconvResult(List<MapView> maps, int height, int width, List<String> skipped) {
  /**
   * A feature map.
   *
   * @param map its index
   * @param top its strongest excitations over the images, projected, strongest first
   */
  public record MapView(int map, List<Projection> top) {}
}
