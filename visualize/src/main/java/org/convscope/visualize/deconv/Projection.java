package org.convscope.visualize.deconv;

import org.convscope.models.ReceptiveField.Region;

/**
 * One activation, projected down to the pixels.
 *
 * @param excitation where it is and how strong
 * @param pixels the projection in the network's input space, [C×H×W]
 * @param field the unit's receptive field
 */
public record Projection(Excitation excitation, float[] pixels, Region field) {}
