package org.convscope.models.zoo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Layers to leave out or to resize (Zeiler and Fergus 2013, Table 3).
 *
 * @param factors layer name → factor on its number of channels; 0 leaves the layer out
 */
public record Ablation(Map<String, Double> factors) {
  /** Nothing is changed. */
  public static final Ablation NONE = new Ablation(Map.of());

  public Ablation {
    factors = Map.copyOf(factors);
    factors.forEach(
        (layer, factor) -> {
          if (!(factor >= 0 && factor <= 8)) {
            throw new IllegalArgumentException(
                "ablation: a layer's factor lies in 0…8, got %s for %s".formatted(factor, layer));
          }
        });
  }

  /** Reads {@code conv4}, {@code conv3+conv4} or {@code conv3=2+fc6=0.5}. */
  public static Ablation parse(String text) {
    Map<String, Double> factors = new LinkedHashMap<>();
    for (String part : text.split("\\+", -1)) {
      String[] ends = part.strip().split("=", 2);
      try {
        factors.put(ends[0], ends.length == 1 ? 0.0 : Double.parseDouble(ends[1]));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "ablation: give layers as in conv3+conv4=0.5, got '%s'".formatted(text), e);
      }
    }
    return new Ablation(factors);
  }

  /** The layers that are changed. */
  public Set<String> layers() {
    return factors.keySet();
  }

  double factor(String layer) {
    return factors.getOrDefault(layer, 1.0);
  }
}
