package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;

/** A scalar of a network's values that ascent raises. */
public interface Objective {
  /** The network's values that it looks at. */
  Set<String> values();

  /**
   * The scalar.
   *
   * @param values one variable per name of {@link #values}, the batch first
   */
  Variable of(Tape tape, Map<String, Variable> values);

  /** The one channel that it looks at; empty if it looks at more. */
  default Optional<OneChannel> oneChannel() {
    return Optional.empty();
  }

  /**
   * An objective that a network cut down to one channel suffices for, see {@link
   * org.convscope.models.Network#only}.
   *
   * @param value [N×C×...]
   * @param channel of it
   * @param alone the same objective, given the name under which the channel alone is a value
   */
  record OneChannel(String value, int channel, Function<String, Objective> alone) {}

  /** This objective times a number; a negative one lowers it. */
  default Objective times(double factor) {
    return new Sum(java.util.List.of(new Sum.Term(factor, this)));
  }

  /** This objective and another. */
  default Objective plus(Objective other) {
    return new Sum(java.util.List.of(new Sum.Term(1, this), new Sum.Term(1, other)));
  }
}
