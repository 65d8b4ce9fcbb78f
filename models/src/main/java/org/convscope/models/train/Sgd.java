package org.convscope.models.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

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

  /**
   * A parameter on its way.
   *
   * @param v its velocity, null before the first step
   * @param nextV its next velocity, null without momentum
   */
  private record Move(float[] p, float[] g, float[] v, float[] nextV, float[] moved) {}

  @Override
  public Map<String, Tensor> step(
      Map<String, Tensor> parameters,
      Map<String, Tensor> gradients,
      double learningRate,
      Workers workers) {
    Map<String, Tensor> next = new LinkedHashMap<>();
    if (parameters.values().stream().anyMatch(p -> p.type() == DType.DOUBLE)) {
      parameters.forEach(
          (name, p) -> next.put(name, inDouble(name, p, gradients.get(name), learningRate)));
      return next;
    }
    List<String> names = List.copyOf(parameters.keySet());
    Move[] moves = new Move[names.size()];
    workers.forEach(
        moves.length, i -> moves[i] = begin(names.get(i), parameters.get(names.get(i)), gradients));
    new Pieces(Arrays.stream(moves).map(m -> m.p().length).toList())
        .forEach(workers, (i, from, to) -> move(moves[i], (float) learningRate, from, to));
    for (int i = 0; i < moves.length; i++) {
      Shape shape = parameters.get(names.get(i)).shape();
      next.put(names.get(i), Tensor.of(shape, moves[i].moved()));
      if (momentum != 0) {
        velocity.put(names.get(i), Tensor.of(shape, moves[i].nextV()));
      }
    }
    return next;
  }

  private Move begin(String name, Tensor parameter, Map<String, Tensor> gradients) {
    float[] p = parameter.floats();
    Tensor v = velocity.get(name);
    return new Move(
        p,
        gradients.get(name).floats(),
        v == null ? null : v.floats(),
        momentum == 0 ? null : new float[p.length],
        new float[p.length]);
  }

  private void move(Move m, float rate, int from, int to) {
    if (momentum == 0) {
      descend(m, rate, from, to);
    } else {
      accelerate(m, from, to);
      follow(m, rate, from, to);
    }
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
  private void descend(Move m, float rate, int from, int to) {
    float decay = (float) weightDecay;
    float[] p = m.p();
    float[] g = m.g();
    float[] moved = m.moved();
    for (int i = from; i < to; i++) {
      moved[i] = p[i] - rate * (g[i] + decay * p[i]);
    }
  }

  /** The velocity after this step. */
  private void accelerate(Move m, int from, int to) {
    float decay = (float) weightDecay;
    float mu = (float) momentum;
    float[] p = m.p();
    float[] g = m.g();
    float[] v = m.v();
    float[] nextV = m.nextV();
    if (v == null) {
      for (int i = from; i < to; i++) {
        nextV[i] = g[i] + decay * p[i];
      }
    } else {
      for (int i = from; i < to; i++) {
        nextV[i] = mu * v[i] + (g[i] + decay * p[i]);
      }
    }
  }

  /** The parameter after this step. */
  private void follow(Move m, float rate, int from, int to) {
    float decay = (float) weightDecay;
    float mu = (float) momentum;
    float[] p = m.p();
    float[] g = m.g();
    float[] v = m.nextV();
    float[] moved = m.moved();
    if (nesterov) {
      for (int i = from; i < to; i++) {
        moved[i] = p[i] - rate * (g[i] + decay * p[i] + mu * v[i]);
      }
    } else {
      for (int i = from; i < to; i++) {
        moved[i] = p[i] - rate * v[i];
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
