package org.convscope.models.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Buffers;
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
  private final double momentum;
  private final boolean nesterov;
  private final double weightDecay;
  private final Memory velocity = new Memory("velocity:");

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
   * @param v its velocity, which changes; null without momentum
   * @param begins whether it has none yet
   */
  private record Move(float[] p, float[] g, float[] v, boolean begins, float[] moved) {}

  @Override
  public Map<String, Tensor> step(
      Map<String, Tensor> parameters,
      Map<String, Tensor> gradients,
      double learningRate,
      Workers workers,
      Buffers buffers) {
    Map<String, Tensor> next = new LinkedHashMap<>();
    if (parameters.values().stream().anyMatch(p -> p.type() == DType.DOUBLE)) {
      parameters.forEach(
          (name, p) -> next.put(name, inDouble(name, p, gradients.get(name), learningRate)));
      return next;
    }
    List<Move> moves = new ArrayList<>();
    parameters.forEach(
        (name, parameter) -> {
          Shape shape = parameter.shape();
          float[] moved = buffers.take(shape.size());
          float[] g = gradients.get(name).floats();
          boolean begins = !velocity.holds(name);
          float[] v = momentum == 0 ? null : velocity.floats(name, shape);
          moves.add(new Move(parameter.floats(), g, v, begins, moved));
          next.put(name, Tensor.of(shape, moved));
        });
    new Pieces(moves.stream().map(m -> m.p().length).toList())
        .forEach(workers, (i, from, to) -> move(moves.get(i), (float) learningRate, from, to));
    return next;
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
    boolean begins = !velocity.holds(name);
    double[] v = momentum == 0 ? new double[p.length] : velocity.doubles(name, parameter.shape());
    double[] moved = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      double gi = g[i] + weightDecay * p[i];
      v[i] = begins ? gi : momentum * v[i] + gi;
      moved[i] = p[i] - learningRate * (nesterov ? gi + momentum * v[i] : v[i]);
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
    if (m.begins()) {
      for (int i = from; i < to; i++) {
        v[i] = g[i] + decay * p[i];
      }
    } else {
      for (int i = from; i < to; i++) {
        v[i] = mu * v[i] + (g[i] + decay * p[i]);
      }
    }
  }

  /** The parameter after this step. */
  private void follow(Move m, float rate, int from, int to) {
    float decay = (float) weightDecay;
    float mu = (float) momentum;
    float[] p = m.p();
    float[] g = m.g();
    float[] v = m.v();
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
    velocity.write(state);
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    velocity.restore(state);
  }
}
