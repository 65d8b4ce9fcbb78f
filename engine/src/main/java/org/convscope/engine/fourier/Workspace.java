package org.convscope.engine.fourier;

import java.util.HashMap;
import java.util.Map;

/**
 * Arrays that a thread transforms in, kept from one transform to the next: made anew they are seven
 * megabytes for an image of 224×224, in every step of an ascent.
 */
final class Workspace {
  /** Sizes that are kept; a program transforms images of one size, or of a few. */
  private static final int SIZES = 8;

  /** Rows of complex numbers, with whatever they held. */
  record Rows(double[][] re, double[][] im) {}

  private record Size(int count, int length) {}

  private final Map<Size, Rows> rows = new HashMap<>();

  /** So many rows of so many numbers; the same ones again when asked again. */
  Rows rows(int count, int length) {
    if (rows.size() > SIZES) {
      rows.clear();
    }
    return rows.computeIfAbsent(
        new Size(count, length),
        size -> new Rows(new double[count][length], new double[count][length]));
  }
}
