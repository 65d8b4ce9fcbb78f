package org.convscope.models.synthetic;

/**
 * One region of a figure, painted over the ones before it.
 *
 * @param part its name if it is a known part, else empty
 */
record Layer(Outline outline, Paint paint, String part) {
  static Layer of(Outline outline, Paint paint) {
    return new Layer(outline, paint, "");
  }
}
