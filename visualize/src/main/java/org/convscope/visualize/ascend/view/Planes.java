package org.convscope.visualize.ascend.view;

import org.convscope.engine.Reals;

/**
 * Planes of a view's gradient and those of the image's that they are added to.
 *
 * @param view the view's numbers
 * @param from the first plane, or a row of it
 * @param pitch from one plane of the view to the next
 * @param image the image's numbers
 * @param to the first plane
 * @param imagePitch from one plane of the image to the next
 * @param count number of planes
 */
record Planes(Reals view, int from, int pitch, Reals image, int to, int imagePitch, int count) {
  /** The same from {@code offset} numbers further on in the view. */
  Planes at(int offset) {
    return new Planes(view, from + offset, pitch, image, to, imagePitch, count);
  }
}
