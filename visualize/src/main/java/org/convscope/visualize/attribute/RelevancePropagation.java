package org.convscope.visualize.attribute;

import java.util.Locale;
import java.util.Map;
import org.convscope.autograd.Rules;
import org.convscope.autograd.op.RelevanceRules;
import org.convscope.engine.Tensor;
import org.convscope.models.rewrite.MergedNormalisation;

/**
 * Layer-wise relevance propagation, see {@link RelevanceRules}: batch normalisation merged into the
 * convolutions, relevance of the pixels summed over the channels.
 */
public final class RelevancePropagation {
  private RelevancePropagation() {}

  /** The rule for convolutions. */
  enum Kind {
    EPSILON,
    ZPLUS,
    GAMMA
  }

  /**
   * The rules' parameters.
   *
   * @param epsilon as a multiple of the root mean square of a layer's output
   * @param gamma how much contributions of the output's sign are favoured
   */
  public record Options(double epsilon, double gamma) {
    /** Both a quarter, as in Montavon et al. 2019. */
    public static final Options USUAL = new Options(0.25, 0.25);

    public Options {
      if (!(epsilon >= 0) || !(gamma >= 0)) {
        throw new IllegalArgumentException(
            "lrp: epsilon and gamma of 0 or more are needed, got %s and %s"
                .formatted(epsilon, gamma));
      }
    }
  }

  static Attribution of(Subject subject, AttributionOptions options, Kind kind) {
    Options o = options.relevance();
    Rules rules =
        switch (kind) {
          case EPSILON -> RelevanceRules.epsilon(o.epsilon());
          case ZPLUS -> RelevanceRules.zPlus(o.epsilon());
          case GAMMA -> RelevanceRules.gamma(o.gamma(), o.epsilon());
        };
    Subject merged = subject.with(MergedNormalisation.of(subject.network()));
    Tensor c = merged.unfusedGradient(subject.image(), rules);
    float[] x = subject.image().floats();
    float[] raw = new float[x.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = x[i] * c.floats()[i];
    }
    Map<String, Object> facts = Completeness.facts(raw, subject.value(), 0);
    facts.put("rule", kind.name().toLowerCase(Locale.ROOT));
    facts.put("epsilon", o.epsilon());
    if (kind == Kind.GAMMA) {
      facts.put("gamma", o.gamma());
    }
    return Attribution.summed(subject, raw, facts);
  }
}
