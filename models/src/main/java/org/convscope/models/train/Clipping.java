package org.convscope.models.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Limits on gradients and filters. */
public final class Clipping {
  private Clipping() {}

  /**
   * Gradients scaled down together so that their joint Euclidean norm is at most {@code limit}
   * (Pascanu et al. 2013).
   */
  public static Map<String, Tensor> byNorm(Map<String, Tensor> gradients, double limit) {
    if (limit == Double.POSITIVE_INFINITY) {
      return gradients;
    }
    double squares = 0;
    for (Tensor g : gradients.values()) {
      squares = g.type() == DType.DOUBLE ? plus(squares, g.doubles()) : plus(squares, g.floats());
    }
    double norm = Math.sqrt(squares);
    if (norm <= limit) {
      return gradients;
    }
    double factor = limit / norm;
    Map<String, Tensor> scaled = new LinkedHashMap<>();
    gradients.forEach((name, g) -> scaled.put(name, scaled(g, factor)));
    return scaled;
  }

  /**
   * Convolution weights [O×I×H×W] whose filters with a root mean square above {@code limit} are
   * scaled back to it (Zeiler and Fergus 2013, §3: 0.1 for the first layer).
   */
  public static Tensor filters(Tensor weight, double limit) {
    Shape shape = weight.shape();
    int length = shape.size() / Math.max(1, shape.dim(0));
    float[] w = weight.floats().clone();
    for (int o = 0; o < shape.dim(0); o++) {
      double squares = 0;
      for (int i = o * length; i < (o + 1) * length; i++) {
        squares += (double) w[i] * w[i];
      }
      double rms = Math.sqrt(squares / length);
      for (int i = o * length; rms > limit && i < (o + 1) * length; i++) {
        w[i] *= (float) (limit / rms);
      }
    }
    return Tensor.of(shape, w);
  }

  private static double plus(double sum, double[] numbers) {
    double squares = sum;
    for (double v : numbers) {
      squares += v * v;
    }
    return squares;
  }

  private static double plus(double sum, float[] numbers) {
    double squares = sum;
    for (double v : numbers) {
      squares += v * v;
    }
    return squares;
  }

  private static Tensor scaled(Tensor t, double factor) {
    if (t.type() == DType.DOUBLE) {
      return Tensor.of(t.shape(), Arrays.stream(t.doubles()).map(v -> v * factor).toArray());
    }
    float[] v = t.floats().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] *= (float) factor;
    }
    return Tensor.of(t.shape(), v);
  }
}
