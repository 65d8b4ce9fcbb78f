package org.convscope.visualize.correspond;

import java.util.List;
import java.util.Optional;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.occlude.Fill;

/**
 * How to compare.
 *
 * @param values the layers' values
 * @param features which numbers of a layer are compared
 * @param fill what covers a part
 * @param preprocessing how pixels become the input; a colour needs it
 * @param seed of the random parts and of noise
 */
public record CorrespondenceOptions(
    List<String> values,
    Features features,
    Fill fill,
    Optional<Preprocessing> preprocessing,
    long seed) {

  /** Which numbers of a layer are compared. */
  public enum Features {
    /** All activations, place by place, as in the paper: for parts that lie at the same places. */
    PLACES,
    /** The mean of each feature map: for parts that lie anywhere. */
    MAPS
  }

  public CorrespondenceOptions {
    values = List.copyOf(values);
  }
}
