package org.convscope.models.train;

import java.util.Map;
import org.convscope.engine.Buffers;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * A rule that turns gradients into new parameters. Holds state per parameter name (momentum, moment
 * estimates), which {@link #state} hands out for checkpoints.
 */
public interface Optimizer {
  /**
   * The parameters after one step, in arrays of {@code buffers} or new ones. All tensors are FLOAT,
   * or for {@link Sgd} all DOUBLE.
   *
   * @param parameters the learned parameters by name
   * @param gradients one gradient per parameter, of its shape; not kept
   * @param learningRate this step's rate; a negative one climbs
   * @param workers to compute on; the result does not depend on their number
   * @param buffers where the results' arrays come from
   */
  Map<String, Tensor> step(
      Map<String, Tensor> parameters,
      Map<String, Tensor> gradients,
      double learningRate,
      Workers workers,
      Buffers buffers);

  /** A copy of everything that {@link #restore} needs to go on as if nothing had happened. */
  Map<String, Tensor> state();

  /** Continues from a {@link #state}. */
  void restore(Map<String, Tensor> state);
}
