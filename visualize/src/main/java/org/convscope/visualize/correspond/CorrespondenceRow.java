package org.convscope.visualize.correspond;

import java.util.List;

/**
 * One row of the table.
 *
 * @param group what the images show
 * @param part the part that was covered, or {@link #RANDOM}
 * @param layers the distance in each layer, in the options' order
 */
public record CorrespondenceRow(String group, String part, List<SignDistance> layers) {
  /** The control: rectangles of the parts' sizes at random places. */
  public static final String RANDOM = "random";

  public CorrespondenceRow {
    layers = List.copyOf(layers);
  }
}
