package org.convscope.visualize.deconv;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;

/**
 * The search for each feature map's strongest activations over an image set.
 *
 * <p>Every lane reads, prepares and runs one image at a time on its own kernels, so reading and
 * computing overlap and nothing but the strongest excitations is kept. The result is the same for
 * any number of lanes.
 */
public final class Search {
  private final Network network;
  private final List<Kernels> lanes;
  private final PhotoSource photos;

  /**
   * What was found.
   *
   * @param best the strongest excitations of each map
   * @param skipped photographs that could not be read, with the reason
   */
  public record Found(TopActivations best, List<String> skipped) {}

  /**
   * @param lanes one single-threaded kernel set per thread to use
   */
  public Search(Network network, List<Kernels> lanes, PhotoSource photos) {
    this.network = network;
    this.lanes = List.copyOf(lanes);
    this.photos = photos;
  }

  /**
   * Searches.
   *
   * @param value the layer's value in the network, [1×C×H×W] or [1×C]
   * @param top images per feature map
   * @param progress told the number of images searched so far, from any thread
   * @throws IllegalArgumentException if there is no readable image
   */
  public Found run(String value, int top, IntConsumer progress) {
    TopActivations best = new TopActivations(top);
    Map<Integer, String> skipped = new ConcurrentHashMap<>();
    int count = photos.names().size();
    Lanes.forEach(
        lanes,
        count,
        (kernels, i) -> {
          search(kernels, value, i, best, skipped);
          progress.accept(i);
        });
    List<String> reasons = new ArrayList<>(new TreeMap<>(skipped).values());
    if (best.maps() == 0) {
      throw new IllegalArgumentException(
          count == 0
              ? "images: at least one photograph is needed, got none"
              : "images: none of " + count + " can be read, the first: " + reasons.get(0));
    }
    return new Found(best, reasons);
  }

  private void search(
      Kernels kernels, String value, int index, TopActivations best, Map<Integer, String> skipped) {
    Tensor x;
    try {
      x = photos.input(index);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      skipped.put(index, e.getMessage());
      return;
    }
    // Through the kernels of the pass that goes back, so that its activations are the same bits.
    Request request = Request.taps(value);
    Tensor a = network.run(kernels.tracking(), input(network, x), request).value(value);
    best.add(index, a);
    kernels.buffers().recycle(a);
  }

  /** A photograph as the network's input. */
  static Map<String, Tensor> input(Network network, Tensor x) {
    if (x.type() != DType.FLOAT || x.shape().rank() != 4 || x.shape().dim(0) != 1) {
      throw new IllegalArgumentException("images: a photo is [1×C×H×W] floats, got " + x);
    }
    return Map.of(network.input().name(), x);
  }
}
