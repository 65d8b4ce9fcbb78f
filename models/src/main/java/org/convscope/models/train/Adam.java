package org.convscope.models.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Buffers;
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
  private final Memory first = new Memory("first:");
  private final Memory second = new Memory("second:");
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

  /** A parameter, its gradient, its moments, which change, and where it goes. */
  private record Move(float[] p, float[] g, float[] m, float[] v, float[] moved) {}

  @Override
  public Map<String, Tensor> step(
      Map<String, Tensor> parameters,
      Map<String, Tensor> gradients,
      double learningRate,
      Workers workers,
      Buffers buffers) {
    steps++;
    List<Move> moves = new ArrayList<>();
    Map<String, Tensor> next = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          Shape shape = parameter.shape();
          float[] moved = buffers.take(shape.size());
          float[] g = gradients.get(name).floats();
          float[] m = first.floats(name, shape);
          moves.add(new Move(parameter.floats(), g, m, second.floats(name, shape), moved));
          next.put(name, Tensor.of(shape, moved));
        });
    new Pieces(moves.stream().map(m -> m.p().length).toList())
        .forEach(workers, (i, from, to) -> move(moves.get(i), learningRate, from, to));
    return next;
  }

  private void move(Move move, double rate, int from, int to) {
    float[] p = move.p();
    float[] g = move.g();
    float[] m = move.m();
    float[] v = move.v();
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
      m[i] = b1 * m[i] + (1 - b1) * (g[i] + decay * p[i]);
    }
    for (int i = from; i < to; i++) {
      float gi = g[i] + decay * p[i];
      v[i] = b2 * v[i] + (1 - b2) * gi * gi;
    }
    for (int i = from; i < to; i++) {
      moved[i] = p[i] * shrink - size * m[i] / ((float) Math.sqrt(v[i]) * scale + epsilon);
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    first.write(state);
    second.write(state);
    state.put(STEPS, Tensor.longs(steps));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    first.restore(state);
    second.restore(state);
    steps = (long) state.get(STEPS).item();
  }
}
