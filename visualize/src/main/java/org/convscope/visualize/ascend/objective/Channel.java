package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;

/** {@code mean a[c]} over the positions that count: a feature map, or with a position a neuron. */
public record Channel(Look look, int channel) implements Objective {
  @Override
  public Set<String> values() {
    return Set.of(look.value());
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    return Terms.mean(tape, look.channel(tape, values, channel));
  }

  @Override
  public Optional<OneChannel> oneChannel() {
    return Optional.of(
        new OneChannel(
            look.value(),
            channel,
            alone -> new Channel(new Look(alone, look.pool(), look.position()), 0)));
  }
}
