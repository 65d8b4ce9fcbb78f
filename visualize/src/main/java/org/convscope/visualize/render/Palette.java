package org.convscope.visualize.render;

/** A scale of colours from 0 to 1, interpolated linearly between its anchors. */
public enum Palette {
  /** Dark to bright with rising lightness (anchors sampled along the inferno scale). */
  HEAT(0x000004, 0x1f0c48, 0x550f6d, 0x88226a, 0xba3655, 0xe35933, 0xf98e09, 0xf9cb35, 0xfcffa4),

  /** Blue over white to red, for signed values: 0.5 is zero. */
  DIVERGING(0x2b5ea8, 0x6fa3d8, 0xc3dbee, 0xf7f7f7, 0xf6cdb7, 0xdd7e62, 0xae2433);

  private final int[] anchors;

  Palette(int... anchors) {
    this.anchors = anchors;
  }

  /** The colour 0xRRGGBB at {@code t}, clamped to [0, 1]; NaN counts as 0. */
  public int rgb(float t) {
    float clamped = t > 0 ? Math.min(t, 1f) : 0f;
    float at = clamped * (anchors.length - 1);
    int i = Math.min((int) at, anchors.length - 2);
    float part = at - i;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = anchors[i] >> shift & 0xff;
      int b = anchors[i + 1] >> shift & 0xff;
      rgb |= Math.round(a + (b - a) * part) << shift;
    }
    return rgb;
  }
}
