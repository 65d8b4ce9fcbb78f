package org.convscope.models.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * What an optimiser remembers of each parameter: numbers that its steps change where they are, so
 * that a step of a large network leaves nothing to the garbage collector. They come in and go out
 * as copies.
 */
final class Memory {
  private final String prefix;
  private final Map<String, Tensor> kept = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param prefix of its names in an optimiser's state
   */
  Memory(String prefix) {
    this.prefix = prefix;
  }

  /** True if there is something about a parameter. */
  boolean holds(String parameter) {
    return kept.containsKey(parameter);
  }

  /** The numbers about a parameter, to be changed; zeros if there were none. */
  float[] floats(String parameter, Shape shape) {
    return kept.computeIfAbsent(parameter, n -> Tensor.of(shape, new float[shape.size()])).floats();
  }

  /** The same for a parameter in DOUBLE. */
  double[] doubles(String parameter, Shape shape) {
    return kept.computeIfAbsent(parameter, n -> Tensor.of(shape, new double[shape.size()]))
        .doubles();
  }

  /** Adds a copy of everything to an optimiser's state. */
  void write(Map<String, Tensor> state) {
    kept.forEach((name, t) -> state.put(prefix + name, copied(t)));
  }

  /** Forgets everything for a copy of what a state holds. */
  void restore(Map<String, Tensor> state) {
    kept.clear();
    state.forEach(
        (name, t) -> {
          if (name.startsWith(prefix)) {
            kept.put(name.substring(prefix.length()), copied(t));
          }
        });
  }

  /** A tensor of the same numbers in an array of its own. */
  static Tensor copied(Tensor t) {
    return t.type() == DType.DOUBLE
        ? Tensor.of(t.shape(), t.doubles().clone())
        : Tensor.of(t.shape(), t.floats().clone());
  }
}
