package org.convscope.visualize.attribute;

import java.util.Map;
import org.convscope.engine.Tensor;

/**
 * Score-CAM (Wang et al. 2020): {@code ReLU(Σ_k α_k A_k)}, {@code α} the softmax over the feature
 * maps of the score of the image masked by each map, which is enlarged and stretched to 0…1 for
 * that. What a mask hides shows the baseline. Constant maps get no weight.
 */
final class ScoreCam {
  private ScoreCam() {}

  static Attribution of(Subject subject, AttributionOptions options) {
    String value = ClassActivation.layer(subject, options);
    LayerGradient layer = subject.at(value);
    int channels = layer.channels();
    double[] scores = new double[channels];
    subject.forScores(
        channels,
        (k, into, at) -> masked(subject, options, mask(subject, layer.activation(), k), into, at),
        (k, score) -> scores[k] = score);
    double[] weights = softmax(scores, layer);
    float[] a = layer.activation().floats();
    double[] sum = new double[layer.plane()];
    for (int i = 0; i < a.length; i++) {
      sum[i % sum.length] += weights[i / sum.length] * a[i];
    }
    Map<String, Object> facts = ClassActivation.facts(value);
    facts.put("masks", channels);
    return Attribution.enlarged(subject, ClassActivation.rectified(sum, layer), facts);
  }

  /** A feature map at the image's size, stretched to 0…1. */
  private static float[] mask(Subject subject, Tensor activation, int k) {
    float[] mask = plane(activation, k).resized(subject.height(), subject.width()).values();
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float v : mask) {
      least = Math.min(least, v);
      most = Math.max(most, v);
    }
    for (int p = 0; p < mask.length; p++) {
      mask[p] = most > least ? (mask[p] - least) / (most - least) : 0;
    }
    return mask;
  }

  private static Plane plane(Tensor activation, int k) {
    int height = activation.shape().dim(2);
    int width = activation.shape().dim(3);
    float[] values = new float[height * width];
    System.arraycopy(activation.floats(), k * values.length, values, 0, values.length);
    return new Plane(values, height, width);
  }

  /** Writes {@code mask·x + (1 − mask)·baseline}. */
  static void masked(
      Subject subject, AttributionOptions options, float[] mask, float[] into, int at) {
    float[] x = subject.image().floats();
    for (int i = 0; i < x.length; i++) {
      float from = options.baselineAt(i, mask.length);
      into[at + i] = from + mask[i % mask.length] * (x[i] - from);
    }
  }

  private static double[] softmax(double[] scores, LayerGradient layer) {
    double most = Double.NEGATIVE_INFINITY;
    for (double s : scores) {
      most = Math.max(most, s);
    }
    double sum = 0;
    double[] weights = new double[scores.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = isConstant(layer, k) ? 0 : Math.exp(scores[k] - most);
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] = sum > 0 ? weights[k] / sum : 0;
    }
    return weights;
  }

  private static boolean isConstant(LayerGradient layer, int k) {
    float[] a = layer.activation().floats();
    for (int i = k * layer.plane(); i < (k + 1) * layer.plane(); i++) {
      if (a[i] != a[k * layer.plane()]) {
        return false;
      }
    }
    return true;
  }
}
