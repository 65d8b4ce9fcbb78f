package org.convscope.models;

import java.util.stream.IntStream;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * First values of weights. A number depends on seed, parameter name and index only, so that a
 * network is the same whatever order its parameters are made in.
 */
@FunctionalInterface
public interface Initialisation {
  /**
   * A FLOAT weight.
   *
   * @param name of the parameter
   * @param shape [O×I×kernel...] or [O×I]
   */
  Tensor weight(String name, Shape shape);

  /** Uniform with variance 2/fan-in (He et al. 2015), for layers before a rectifier. */
  static Initialisation he(long seed) {
    return (name, shape) -> uniform(seed, name, shape, Math.sqrt(6.0 / fanIn(shape)));
  }

  /** Uniform with variance 2/(fan-in + fan-out) (Glorot and Bengio 2010). */
  static Initialisation xavier(long seed) {
    return (name, shape) -> {
      double fanOut = (double) fanIn(shape) / shape.dim(1) * shape.dim(0);
      return uniform(seed, name, shape, Math.sqrt(6.0 / (fanIn(shape) + fanOut)));
    };
  }

  /** Zeros: for a network whose weights come from elsewhere. */
  static Initialisation zeros() {
    return (name, shape) -> Tensor.zeros(DType.FLOAT, shape);
  }

  /** Inputs of one output: channels times taps. */
  private static int fanIn(Shape shape) {
    return Math.max(1, shape.size(1, shape.rank()));
  }

  private static Tensor uniform(long seed, String name, Shape shape, double limit) {
    CounterRandom random = CounterRandom.of(seed).stream(name);
    float[] v = new float[shape.size()];
    IntStream.range(0, v.length)
        .parallel()
        .forEach(i -> v[i] = (float) random.uniform(i, -limit, limit));
    return Tensor.of(shape, v);
  }
}
