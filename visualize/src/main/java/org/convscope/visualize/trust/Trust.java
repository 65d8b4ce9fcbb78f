package org.convscope.visualize.trust;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.attribute.Subject;
import org.convscope.visualize.classes.ClassScore;

/**
 * All measures of one map.
 *
 * @param erasure deletion and insertion, of the class probability
 * @param control the same in random order
 * @param infidelity see {@link Infidelity}
 * @param localisation against the object, where that is known
 * @param stability what takes further runs of the method, where asked for
 */
public record Trust(
    Erasure erasure,
    Erasure control,
    double infidelity,
    Optional<Localisation> localisation,
    Optional<Stability> stability) {

  /**
   * What further runs of the method show.
   *
   * @param sensitivity see {@link Sensitivity}
   * @param cascade see {@link Randomisation}
   */
  public record Stability(double sensitivity, List<Randomisation.Step> cascade) {
    public Stability {
      cascade = List.copyOf(cascade);
    }

    /** The mean correlation with the maps of randomised networks. */
    public double correlation() {
      return cascade.stream().mapToDouble(Randomisation.Step::correlation).average().orElse(0);
    }
  }

  /**
   * What all maps of one image and class share.
   *
   * @param control deletion and insertion in random order
   * @param object the object's pixels, where they are known
   */
  public record Known(Erasure control, Optional<BitSet> object) {
    /** With the control measured. */
    public static Known of(Subject subject, Optional<BitSet> object, TrustOptions options) {
      return new Known(Erasure.control(asProbability(subject), options), object);
    }
  }

  private static Subject asProbability(Subject subject) {
    ClassScore s = subject.score();
    return new Subject(
        subject.network(),
        subject.kernels(),
        subject.image(),
        new ClassScore(s.value(), s.index(), ClassScore.Kind.PROBABILITY));
  }

  /** The measures that take no further runs of the method. */
  public static Trust of(Subject subject, Plane map, Known known, TrustOptions options) {
    return new Trust(
        Erasure.of(asProbability(subject), map, options),
        known.control(),
        Infidelity.of(subject, map, options),
        known.object().map(o -> Localisation.of(map, o)),
        Optional.empty());
  }

  /** These and those that take many runs of the method. */
  public Trust withStability(
      Subject subject, Plane map, Explainer explainer, TrustOptions options) {
    Stability stability =
        new Stability(
            Sensitivity.of(subject, map, explainer, options),
            Randomisation.cascade(subject, map, explainer, options));
    return new Trust(erasure, control, infidelity, localisation, Optional.of(stability));
  }

  /** As entries of a JSON object. */
  public Map<String, Object> entries() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("deletion_auc", erasure.deletion());
    entries.put("insertion_auc", erasure.insertion());
    entries.put("random_deletion_auc", control.deletion());
    entries.put("random_insertion_auc", control.insertion());
    entries.put("infidelity", infidelity);
    localisation.ifPresent(
        l -> {
          entries.put("pointing_hit", l.hit());
          entries.put("mask_mass", l.mass());
          entries.put("mask_area", l.area());
        });
    stability.ifPresent(
        s -> {
          entries.put("sensitivity_max", s.sensitivity());
          entries.put("randomisation_correlation", s.correlation());
          List<Map<String, Object>> steps = new ArrayList<>();
          for (Randomisation.Step step : s.cascade()) {
            steps.add(Map.of("layer", step.layer(), "correlation", step.correlation()));
          }
          entries.put("randomisation_cascade", steps);
        });
    return entries;
  }
}
