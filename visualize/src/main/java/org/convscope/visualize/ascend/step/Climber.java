package org.convscope.visualize.ascend.step;

import java.util.Map;
import org.convscope.engine.Tensor;

/** Takes steps upwards; may remember earlier gradients. */
public interface Climber {
  /**
   * The parameters after one step, in new arrays.
   *
   * @param parameters by name
   * @param gradients of what is raised, one per parameter; not kept
   */
  Map<String, Tensor> step(Map<String, Tensor> parameters, Map<String, Tensor> gradients);
}
