package org.convscope.visualize.render;

import java.awt.Color;

/** Colours of things without an order, which stay apart for everybody (Okabe and Ito 2008). */
public final class CategoryColours {
  /** For what stands for everything else. */
  public static final Color OTHERS = new Color(0x9ca3af);

  private static final int[] COLOURS = {
    0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xd55e00, 0xf0e442
  };

  private CategoryColours() {}

  /** How many there are. */
  public static int count() {
    return COLOURS.length;
  }

  /** The colour of thing {@code i}; they repeat. */
  public static Color of(int i) {
    return new Color(COLOURS[i % COLOURS.length]);
  }
}
