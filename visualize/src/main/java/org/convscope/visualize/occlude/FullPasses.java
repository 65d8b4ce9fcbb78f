package org.convscope.visualize.occlude;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.MultiplyAdds;
import org.convscope.models.Network;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.models.Shapes;
import org.convscope.visualize.occlude.OcclusionResult.Cost;

/** A whole forward pass for every position. */
final class FullPasses implements Passes {
  private static final int MOST = 8;

  private final Network network;
  private final Tensor x;
  private final Tensor cover;
  private final List<Region> windows;
  private final Request request;
  private final long one;

  FullPasses(
      Network network, Kernels kernels, Tensor x, OcclusionOptions options, List<String> taps) {
    this.network = network;
    this.x = x;
    this.cover = options.cover();
    this.windows = options.grid().windows();
    this.request = Request.taps(taps);
    this.one = MultiplyAdds.of(network, Shapes.of(kernels, network, x.shape()), taps);
  }

  @Override
  public List<int[]> batches() {
    int most = network.input().dims().get(0) > 0 ? network.input().dims().get(0) : MOST;
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < windows.size(); from += most) {
      batches.add(IntStream.range(from, Math.min(windows.size(), from + most)).toArray());
    }
    return batches;
  }

  @Override
  public Map<String, Tensor> values(Kernels kernels, int[] batch) {
    float[] images = new float[batch.length * x.size()];
    for (int i = 0; i < batch.length; i++) {
      System.arraycopy(x.floats(), 0, images, i * x.size(), x.size());
      cover(windows.get(batch[i]), images, i * x.size());
    }
    Shape shape = x.shape().with(0, batch.length);
    Run run =
        network.run(kernels, Map.of(network.input().name(), Tensor.of(shape, images)), request);
    Map<String, Tensor> values = new HashMap<>();
    request.taps().forEach(tap -> values.put(tap, run.value(tap)));
    return values;
  }

  private void cover(Region r, float[] images, int at) {
    int width = x.shape().dim(3);
    int plane = x.shape().dim(2) * width;
    for (int c = 0; c < x.shape().dim(1); c++) {
      for (int y = r.top(); y < r.top() + r.height(); y++) {
        int from = c * plane + y * width + r.left();
        System.arraycopy(cover.floats(), from, images, at + from, r.width());
      }
    }
  }

  @Override
  public Cost cost() {
    long all = (windows.size() + 1) * one;
    return new Cost(all, all);
  }
}
