package org.convscope.models.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * Adam (Kingma and Ba 2014) and AdamW (Loshchilov and Hutter 2017): {@code m ← β1·m + (1−β1)·g; v ←
 * β2·v + (1−β2)·g²; p ← p − rate·(m/(1−β1ᵗ)) / (√(v/(1−β2ᵗ)) + ε)}. Weight decay is added to the
 * gradient (Adam) or shrinks the parameter by {@code rate·weightDecay} first (AdamW), as in
 * PyTorch.
 */
public final class Adam implements Optimizer {
  private static final String FIRST = "first:";
  private static final String SECOND = "second:";
  private static final String STEPS = "steps";

  /**
   * Adam's constants.
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the denominator
   */
  public record Betas(double beta1, double beta2, double epsilon) {
    /** The paper's values: 0.9, 0.999, 1e-8. */
    public static final Betas DEFAULT = new Betas(0.9, 0.999, 1e-8);
  }

  private final Betas betas;
  private final double weightDecay;
  private final boolean decoupled;
  private final Map<String, Tensor> first = new LinkedHashMap<>();
  private final Map<String, Tensor> second = new LinkedHashMap<>();
  private long steps;

  private Adam(Betas betas, double weightDecay, boolean decoupled) {
    this.betas = betas;
    this.weightDecay = weightDecay;
    this.decoupled = decoupled;
  }

  /** Adam with L2 regularisation in the gradient. */
  public static Adam adam(Betas betas, double weightDecay) {
    return new Adam(betas, weightDecay, false);
  }

  /** Adam with decoupled weight decay. */
  public static Adam adamW(Betas betas, double weightDecay) {
    return new Adam(betas, weightDecay, true);
  }

  /** A parameter, its gradient and its moments on their way. */
  private record Move(
      float[] p, float[] g, float[] m, float[] v, float[] nextM, float[] nextV, float[] moved) {}

  @Override
  public Map<String, Tensor> step(
      Map<String, Tensor> parameters,
      Map<String, Tensor> gradients,
      double learningRate,
      Workers workers) {
    steps++;
    List<String> names = List.copyOf(parameters.keySet());
    Move[] moves = new Move[names.size()];
    workers.forEach(
        moves.length, i -> moves[i] = begin(names.get(i), parameters.get(names.get(i)), gradients));
    new Pieces(Arrays.stream(moves).map(m -> m.p().length).toList())
        .forEach(workers, (i, from, to) -> move(moves[i], learningRate, from, to));
    Map<String, Tensor> next = new LinkedHashMap<>();
    for (int i = 0; i < moves.length; i++) {
      String name = names.get(i);
      Shape shape = parameters.get(name).shape();
      next.put(name, Tensor.of(shape, moves[i].moved()));
      first.put(name, Tensor.of(shape, moves[i].nextM()));
      second.put(name, Tensor.of(shape, moves[i].nextV()));
    }
    return next;
  }

  private Move begin(String name, Tensor parameter, Map<String, Tensor> gradients) {
    float[] p = parameter.floats();
    int length = p.length;
    return new Move(
        p,
        gradients.get(name).floats(),
        stateOf(first, name, length),
        stateOf(second, name, length),
        new float[length],
        new float[length],
        new float[length]);
  }

  private void move(Move move, double rate, int from, int to) {
    float[] p = move.p();
    float[] g = move.g();
    float[] m = move.m();
    float[] v = move.v();
    float[] nextM = move.nextM();
    float[] nextV = move.nextV();
    float[] moved = move.moved();
    float b1 = (float) betas.beta1();
    float b2 = (float) betas.beta2();
    float size = (float) (rate / (1 - Math.pow(betas.beta1(), steps)));
    float scale = (float) (1 / Math.sqrt(1 - Math.pow(betas.beta2(), steps)));
    float shrink = decoupled ? (float) (1 - rate * weightDecay) : 1;
    float decay = decoupled ? 0 : (float) weightDecay;
    float epsilon = (float) betas.epsilon();
    // One loop for each array: the compiler makes vectors of each, but not of all at once.
    for (int i = from; i < to; i++) {
      nextM[i] = b1 * m[i] + (1 - b1) * (g[i] + decay * p[i]);
    }
    for (int i = from; i < to; i++) {
      float gi = g[i] + decay * p[i];
      nextV[i] = b2 * v[i] + (1 - b2) * gi * gi;
    }
    for (int i = from; i < to; i++) {
      moved[i] = p[i] * shrink - size * nextM[i] / ((float) Math.sqrt(nextV[i]) * scale + epsilon);
    }
  }

  private static float[] stateOf(Map<String, Tensor> moments, String name, int length) {
    Tensor t = moments.get(name);
    return t == null ? new float[length] : t.floats();
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    first.forEach((name, t) -> state.put(FIRST + name, t));
    second.forEach((name, t) -> state.put(SECOND + name, t));
    state.put(STEPS, Tensor.longs(steps));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    first.clear();
    second.clear();
    state.forEach(
        (name, t) -> {
          if (name.startsWith(FIRST)) {
            first.put(name.substring(FIRST.length()), t);
          } else if (name.startsWith(SECOND)) {
            second.put(name.substring(SECOND.length()), t);
          }
        });
    steps = (long) state.get(STEPS).item();
  }
}
