package org.convscope.visualize.attribute;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Class activation maps from the feature maps A of a layer and the gradients g of the score by
 * them, as {@code ReLU(Σ_k w_k A_k)}, enlarged bilinearly:
 *
 * <ul>
 *   <li>Grad-CAM (Selvaraju et al. 2017): {@code w_k} the mean of {@code g_k}.
 *   <li>Grad-CAM++ (Chattopadhay et al. 2018): {@code w_k = Σ α ReLU(g_k)}, {@code α = g²/(2g² +
 *       ΣA·g³)}.
 *   <li>LayerCAM (Jiang et al. 2021): a weight of its own at each place, {@code ReLU(g)}.
 * </ul>
 */
final class ClassActivation {
  private ClassActivation() {}

  /** One weight per feature map, whose elements start at {@code from}. */
  private interface MapWeight {
    double of(LayerGradient layer, int from);
  }

  static Attribution gradCam(Subject subject, AttributionOptions options) {
    return of(subject, options, ClassActivation::meanGradient);
  }

  static Attribution gradCamPlusPlus(Subject subject, AttributionOptions options) {
    return of(subject, options, ClassActivation::plusPlusWeight);
  }

  static Attribution layerCam(Subject subject, AttributionOptions options) {
    String value = layer(subject, options);
    LayerGradient layer = subject.at(value);
    float[] a = layer.activation().floats();
    float[] g = layer.gradient().floats();
    double[] sum = new double[layer.plane()];
    for (int i = 0; i < a.length; i++) {
      sum[i % sum.length] += Math.max(0, g[i]) * a[i];
    }
    return Attribution.enlarged(subject, rectified(sum, layer), facts(value));
  }

  private static Attribution of(Subject subject, AttributionOptions options, MapWeight weight) {
    String value = layer(subject, options);
    LayerGradient layer = subject.at(value);
    float[] a = layer.activation().floats();
    double[] sum = new double[layer.plane()];
    for (int from = 0; from < a.length; from += sum.length) {
      double w = weight.of(layer, from);
      for (int p = 0; p < sum.length; p++) {
        sum[p] += w * a[from + p];
      }
    }
    return Attribution.enlarged(subject, rectified(sum, layer), facts(value));
  }

  /** The layer to look at. */
  static String layer(Subject subject, AttributionOptions options) {
    return options.layer().orElseGet(() -> LastMaps.of(subject));
  }

  static Map<String, Object> facts(String layer) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("layer", layer);
    return facts;
  }

  static Plane rectified(double[] sum, LayerGradient layer) {
    float[] map = new float[sum.length];
    for (int p = 0; p < map.length; p++) {
      map[p] = (float) Math.max(0, sum[p]);
    }
    return new Plane(map, layer.height(), layer.width());
  }

  private static double meanGradient(LayerGradient layer, int from) {
    float[] g = layer.gradient().floats();
    double sum = 0;
    for (int i = from; i < from + layer.plane(); i++) {
      sum += g[i];
    }
    return sum / layer.plane();
  }

  private static double plusPlusWeight(LayerGradient layer, int from) {
    float[] a = layer.activation().floats();
    float[] g = layer.gradient().floats();
    double activations = 0;
    for (int i = from; i < from + layer.plane(); i++) {
      activations += a[i];
    }
    double weight = 0;
    for (int i = from; i < from + layer.plane(); i++) {
      double square = (double) g[i] * g[i];
      double below = 2 * square + activations * square * g[i];
      weight += below == 0 ? 0 : square / below * Math.max(0, g[i]);
    }
    return weight;
  }
}
