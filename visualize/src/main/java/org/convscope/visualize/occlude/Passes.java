package org.convscope.visualize.occlude;

import java.util.List;
import java.util.Map;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.visualize.occlude.OcclusionResult.Cost;

/** Forward passes over the image with the square at several positions each. */
interface Passes {
  /** Positions (indices into the grid's windows) that are computed together. */
  List<int[]> batches();

  /**
   * The watched values at the positions of one batch, in its order.
   *
   * @return [batch×...] by value name
   */
  Map<String, Tensor> values(Kernels kernels, int[] batch);

  /** What all batches cost. */
  Cost cost();
}
