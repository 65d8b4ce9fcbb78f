package org.convscope.models.synthetic;

/** What a region is filled with. */
interface Paint {
  /** Writes the colour (red, green, blue, 0…1) at a point, in pixels of the picture. */
  void colour(double x, double y, float[] rgb);
}
