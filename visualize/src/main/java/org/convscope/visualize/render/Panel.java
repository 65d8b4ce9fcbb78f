package org.convscope.visualize.render;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture with a title and a line below it, and perhaps a legend.
 *
 * @param title what it shows
 * @param subtitle its scale or what else there is to know
 * @param picture the picture
 * @param legend what its colours mean; perhaps nothing
 */
public record Panel(String title, String subtitle, BufferedImage picture, List<Entry> legend) {
  /** A colour and what it means. */
  public record Entry(Color colour, String text) {}

  public Panel {
    legend = List.copyOf(legend);
  }

  /** Without a legend. */
  public Panel(String title, String subtitle, BufferedImage picture) {
    this(title, subtitle, picture, List.of());
  }
}
