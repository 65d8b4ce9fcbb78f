package org.convscope.visualize.ascend.step;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.Tensor;

/**
 * Nadam (Dozat 2016) with a constant momentum: {@code m ← β1·m + (1−β1)·g; v ← β2·v + (1−β2)·g²; x
 * ← x + rate·(β1·m/(1−β1ᵗ⁺¹) + (1−β1)·g/(1−β1ᵗ)) / (√(v/(1−β2ᵗ)) + ε)}.
 */
final class Nadam implements Climber {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double rate;
  private final Map<String, double[]> first = new HashMap<>();
  private final Map<String, double[]> second = new HashMap<>();
  private int steps;

  Nadam(double rate) {
    this.rate = rate;
  }

  @Override
  public Map<String, Tensor> step(Map<String, Tensor> parameters, Map<String, Tensor> gradients) {
    steps++;
    Map<String, Tensor> next = new LinkedHashMap<>();
    parameters.forEach((name, p) -> next.put(name, step(name, p, gradients.get(name).floats())));
    return next;
  }

  private Tensor step(String name, Tensor parameter, float[] g) {
    double[] m = first.computeIfAbsent(name, n -> new double[g.length]);
    double[] v = second.computeIfAbsent(name, n -> new double[g.length]);
    double ahead = BETA1 / (1 - Math.pow(BETA1, steps + 1));
    double now = (1 - BETA1) / (1 - Math.pow(BETA1, steps));
    double size = 1 / (1 - Math.pow(BETA2, steps));
    float[] x = parameter.floats().clone();
    for (int i = 0; i < x.length; i++) {
      m[i] = BETA1 * m[i] + (1 - BETA1) * g[i];
      v[i] = BETA2 * v[i] + (1 - BETA2) * g[i] * g[i];
      x[i] += (float) (rate * (ahead * m[i] + now * g[i]) / (Math.sqrt(v[i] * size) + EPSILON));
    }
    return Tensor.of(parameter.shape(), x);
  }
}
