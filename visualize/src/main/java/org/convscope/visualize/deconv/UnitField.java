package org.convscope.visualize.deconv;

import org.convscope.models.ReceptiveField.Region;

/** The receptive field of the units of one layer. */
@FunctionalInterface
public interface UnitField {
  /** What the unit at (y, x) of every feature map sees, in input pixels. */
  Region of(int y, int x);
}
