package org.convscope.models.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.DType;
import org.convscope.engine.Tensor;

/**
 * Stochastic gradient descent as PyTorch defines it: {@code g ← g + weightDecay·p; v ← momentum·v +
 * g; p ← p − rate·v}, with Nesterov's {@code p ← p − rate·(g + momentum·v)}. The first step sets v
 * = g. Without momentum there is no state.
 */
public final class Sgd implements Optimizer {
  private static final String VELOCITY = "velocity:";

  private final double momentum;
  private final boolean nesterov;
  private final double weightDecay;
  private final Map<String, Tensor> velocity = new LinkedHashMap<>();

  private Sgd(double momentum, boolean nesterov, double weightDecay) {
    if (momentum < 0 || momentum >= 1 || weightDecay < 0) {
      throw new IllegalArgumentException(
          "sgd: momentum lies in [0, 1) and weight decay is not negative, got momentum "
              + momentum
              + ", weight decay "
              + weightDecay);
    }
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
  }

  /** With classical momentum (0 for none). */
  public static Sgd classical(double momentum, double weightDecay) {
    return new Sgd(momentum, false, weightDecay);
  }

  /** With Nesterov momentum. */
  public static Sgd nesterov(double momentum, double weightDecay) {
    return new Sgd(momentum, true, weightDecay);
  }

  @Override
  public Map<String, Tensor> step(
      Map<String, Tensor> parameters, Map<String, Tensor> gradients, double learningRate) {
    Map<String, Tensor> next = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> e : parameters.entrySet()) {
      String name = e.getKey();
      next.put(
          name,
          e.getValue().type() == DType.DOUBLE
              ? inDouble(name, e.getValue(), gradients.get(name), learningRate)
              : inFloat(name, e.getValue(), gradients.get(name), learningRate));
    }
    return next;
  }

  private Tensor inFloat(String name, Tensor parameter, Tensor gradient, double learningRate) {
    float[] p = parameter.floats();
    float[] moved = new float[p.length];
    if (momentum == 0) {
      descend(p, gradient.floats(), moved, learningRate);
    } else {
      Tensor before = velocity.get(name);
      float[] nextV = new float[p.length];
      accelerate(p, gradient.floats(), before == null ? null : before.floats(), nextV);
      velocity.put(name, Tensor.of(parameter.shape(), nextV));
      move(p, gradient.floats(), nextV, moved, learningRate);
    }
    return Tensor.of(parameter.shape(), moved);
  }

  private Tensor inDouble(String name, Tensor parameter, Tensor gradient, double learningRate) {
    double[] p = parameter.doubles();
    double[] g = gradient.doubles();
    Tensor before = velocity.get(name);
    double[] moved = new double[p.length];
    double[] nextV = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      double gi = g[i] + weightDecay * p[i];
      double vi = before == null ? gi : momentum * before.at(i) + gi;
      nextV[i] = vi;
      moved[i] = p[i] - learningRate * (nesterov ? gi + momentum * vi : vi);
    }
    if (momentum != 0) {
      velocity.put(name, Tensor.of(parameter.shape(), nextV));
    }
    return Tensor.of(parameter.shape(), moved);
  }

  /** Without momentum. Loops without branches: the compiler makes vectors of them. */
  private void descend(float[] p, float[] g, float[] moved, double rate) {
    float decay = (float) weightDecay;
    float lr = (float) rate;
    for (int i = 0; i < p.length; i++) {
      moved[i] = p[i] - lr * (g[i] + decay * p[i]);
    }
  }

  /** The velocity after this step. */
  private void accelerate(float[] p, float[] g, float[] v, float[] nextV) {
    float decay = (float) weightDecay;
    float mu = (float) momentum;
    if (v == null) {
      for (int i = 0; i < p.length; i++) {
        nextV[i] = g[i] + decay * p[i];
      }
    } else {
      for (int i = 0; i < p.length; i++) {
        nextV[i] = mu * v[i] + (g[i] + decay * p[i]);
      }
    }
  }

  private void move(float[] p, float[] g, float[] v, float[] moved, double rate) {
    float decay = (float) weightDecay;
    float mu = (float) momentum;
    float lr = (float) rate;
    if (nesterov) {
      for (int i = 0; i < p.length; i++) {
        moved[i] = p[i] - lr * (g[i] + decay * p[i] + mu * v[i]);
      }
    } else {
      for (int i = 0; i < p.length; i++) {
        moved[i] = p[i] - lr * v[i];
      }
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    velocity.forEach((name, v) -> state.put(VELOCITY + name, v));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    velocity.clear();
    state.forEach((name, v) -> velocity.put(name.substring(VELOCITY.length()), v));
  }
}
