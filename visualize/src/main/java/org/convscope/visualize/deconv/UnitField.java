package org.convscope.visualize.deconv;

/** The receptive field of the units of one layer. */
@FunctionalInterface
public interface UnitField {
  /** What the unit at (y, x) of every feature map sees, in input pixels. */
  Box of(int y, int x);
}
