package org.convscope.visualize.occlude;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.IncrementalForward;
import org.convscope.models.Network;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.occlude.OcclusionResult.Cost;

/** Only what the square changes, by {@link IncrementalForward}. */
final class IncrementalPasses implements Passes {
  /** Most positions at once: what they need in memory grows with them. */
  private static final int MOST = 32;

  private final IncrementalForward forward;
  private final Tensor cover;
  private final List<Region> windows;
  private final List<int[]> batches;

  IncrementalPasses(
      Network network, Kernels kernels, Tensor x, OcclusionOptions options, List<String> taps) {
    this.forward = new IncrementalForward(network, kernels, x, taps);
    this.cover = options.cover();
    this.windows = options.grid().windows();
    int declared = network.input().dims().get(0);
    this.batches = forward.batches(windows, declared > 0 ? declared : MOST);
  }

  @Override
  public List<int[]> batches() {
    return batches;
  }

  @Override
  public Map<String, Tensor> values(Kernels kernels, int[] batch) {
    return forward.values(kernels, cover, of(batch));
  }

  private List<Region> of(int[] batch) {
    return Arrays.stream(batch).mapToObj(windows::get).toList();
  }

  @Override
  public Cost cost() {
    long clean = forward.multiplyAdds();
    long computed = clean + batches.stream().mapToLong(b -> forward.multiplyAdds(of(b))).sum();
    return new Cost(computed, (windows.size() + 1) * clean);
  }
}
