package org.convscope.visualize.attribute;

import java.util.LinkedHashMap;
import java.util.Map;

/** How far an attribution is from adding up to what it explains. */
final class Completeness {
  private Completeness() {}

  /** The facts for values that should sum up to {@code score − from}. */
  static Map<String, Object> facts(float[] raw, double score, double from) {
    double sum = 0;
    for (float v : raw) {
      sum += v;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("attributed", sum);
    facts.put("score_difference", score - from);
    facts.put("completeness_gap", Math.abs(sum - (score - from)));
    return facts;
  }
}
