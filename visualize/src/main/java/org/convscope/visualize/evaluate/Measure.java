package org.convscope.visualize.evaluate;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.convscope.visualize.trust.Localisation;
import org.convscope.visualize.trust.Trust;

/** The columns of the table: what is measured of each map. */
public enum Measure {
  /** Area under the deletion curve of the class probability. */
  DELETION("low", t -> OptionalDouble.of(t.erasure().deletion())),
  /** Area under the insertion curve of the class probability. */
  INSERTION("high", t -> OptionalDouble.of(t.erasure().insertion())),
  /** How often the largest value lies on the object. */
  POINTING("high", t -> of(t, l -> l.hit() ? 1.0 : 0.0)),
  /** Share of the positive values on the object. */
  MASS("high", t -> of(t, Localisation::mass)),
  /** Relative error as a forecast of what hiding a square does. */
  INFIDELITY("low", t -> OptionalDouble.of(t.infidelity())),
  /** Largest relative change under noise. */
  SENSITIVITY("low", t -> stability(t, Trust.Stability::sensitivity)),
  /** Mean rank correlation with the maps of randomised networks. */
  RANDOMISED("low", t -> stability(t, Trust.Stability::correlation));

  /** Share of the image beyond which an object is everywhere and says nothing about a map. */
  private static final double MOST_AREA = 0.75;

  private final String better;
  private final Function<Trust, OptionalDouble> value;

  Measure(String better, Function<Trust, OptionalDouble> value) {
    this.better = better;
    this.value = value;
  }

  /** Whether low or high is better. */
  public String better() {
    return better;
  }

  /** The value of one map; empty where it was not measured. */
  public OptionalDouble of(Trust trust) {
    return value.apply(trust);
  }

  /** What a map that knows nothing gets on the same image; empty where that is not known. */
  public OptionalDouble chance(Trust trust) {
    return switch (this) {
      case DELETION -> OptionalDouble.of(trust.control().deletion());
      case INSERTION -> OptionalDouble.of(trust.control().insertion());
      case POINTING, MASS -> of(trust, Localisation::area);
      case INFIDELITY, SENSITIVITY, RANDOMISED -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble of(Trust trust, Function<Localisation, Double> part) {
    return trust
        .localisation()
        .filter(l -> l.area() <= MOST_AREA)
        .map(l -> OptionalDouble.of(part.apply(l)))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble stability(Trust trust, Function<Trust.Stability, Double> part) {
    return trust
        .stability()
        .map(s -> OptionalDouble.of(part.apply(s)))
        .orElse(OptionalDouble.empty());
  }

  /** As in headings: lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
