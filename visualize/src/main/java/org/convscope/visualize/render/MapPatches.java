package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * One feature map, ready to be drawn: its strongest projections next to the patches of the
 * photographs that caused them.
 *
 * @param title as in {@code map 145}
 * @param subtitle as in {@code strongest 184.5}
 * @param projections strongest first
 * @param patches the photographs' patches in the same order
 * @param captions one line per patch: activation and image name
 */
public record MapPatches(
    String title,
    String subtitle,
    List<BufferedImage> projections,
    List<BufferedImage> patches,
    List<String> captions) {}
