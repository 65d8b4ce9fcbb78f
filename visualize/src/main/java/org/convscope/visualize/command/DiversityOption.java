package org.convscope.visualize.command;

import org.convscope.visualize.ascend.objective.Diverse;
import org.convscope.visualize.ascend.objective.Diversity;
import org.convscope.visualize.ascend.objective.Look;
import org.convscope.visualize.ascend.objective.Objective;

/**
 * How much the likeness of a batch's images is held against them.
 *
 * @param weight of the likeness, or the share of the score that equal images lose
 * @param relative whether it is a share
 */
record DiversityOption(double weight, boolean relative) {
  /** Where no number is given. */
  static final String DEFAULT = "25%";

  /** Images of a batch. */
  static final int IMAGES = 4;

  /**
   * Reads a weight as in {@code 100} or a share as in {@code 25%}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static DiversityOption parse(String text) {
    boolean relative = text.endsWith("%");
    try {
      double number = Double.parseDouble(relative ? text.substring(0, text.length() - 1) : text);
      if (number > 0) {
        return new DiversityOption(relative ? number / 100 : number, relative);
      }
    } catch (NumberFormatException e) {
      // Said below, as for numbers that make no sense.
    }
    throw new IllegalArgumentException(
        "--diversity: a share P%% or a weight W above 0 is needed, got '%s'".formatted(text));
  }

  /** The target of images that differ to a layer. */
  Objective of(Objective target, Look look) {
    Diversity diversity = new Diversity(look);
    return relative ? new Diverse(target, diversity, weight) : target.plus(diversity.times(weight));
  }
}
