package org.convscope.visualize.deconv;

import org.convscope.autograd.Rules;

/**
 * What to show.
 *
 * @param value name of the layer's value in the network
 * @param maps which feature maps
 * @param top images per feature map
 * @param rule how to go back to the pixels
 * @param field the receptive field of the layer's units
 */
public record DeconvOptions(String value, MapSelection maps, int top, Rules rule, UnitField field) {
  public DeconvOptions {
    if (top < 1) {
      throw new IllegalArgumentException("top: at least 1 image per map is needed, got " + top);
    }
  }
}
