package org.convscope.visualize.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.models.Request;

/** Feature maps behind a rectifier that no image excites. */
public final class DeadUnits {
  private static final String CHECK = "dead units";
  private static final Set<String> RECTIFIERS = Set.of("relu", "clip");
  private static final int MOST_LISTED = 6;

  private final Network network;
  private final List<Layer> layers;
  private final Map<Layer, BitSet> alive = new LinkedHashMap<>();
  private final Map<Layer, Integer> maps = new LinkedHashMap<>();
  private int images;

  /** Watches all rectifiers of a network. */
  public DeadUnits(Network network) {
    this.network = network;
    this.layers =
        new Layers(network).all().stream().filter(l -> RECTIFIERS.contains(l.type())).toList();
  }

  /**
   * Runs the network on more images.
   *
   * @param input [N×C×H×W]
   */
  public void look(Kernels kernels, Tensor input) {
    Request request = Request.taps(layers.stream().map(Layer::value).toList());
    try (var run = network.run(kernels, Map.of(network.input().name(), input), request)) {
      for (Layer layer : layers) {
        mark(layer, run.value(layer.value()));
      }
    }
    images += input.shape().dim(0);
  }

  private void mark(Layer layer, Tensor a) {
    Shape shape = a.shape();
    if (shape.rank() < 2) {
      return;
    }
    int count = shape.dim(1);
    int plane = shape.size() / Math.max(1, shape.dim(0) * count);
    BitSet seen = alive.computeIfAbsent(layer, l -> new BitSet());
    maps.put(layer, count);
    float[] values = a.floats();
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0) {
        seen.set(i / plane % count);
      }
    }
  }

  /** What was found on all images so far: one line for each layer with dead units. */
  public List<Finding> findings() {
    if (layers.isEmpty()) {
      return List.of(Finding.fine(CHECK, "the network has no rectifiers"));
    }
    List<Finding> found = new ArrayList<>();
    maps.forEach(
        (layer, count) -> {
          List<Integer> dead = dead(alive.get(layer), count);
          if (!dead.isEmpty()) {
            found.add(finding(layer, dead, count));
          }
        });
    return found.isEmpty()
        ? List.of(
            Finding.fine(
                CHECK,
                "every feature map of %d rectifiers fires on some of %d images"
                    .formatted(maps.size(), images)))
        : found;
  }

  private Finding finding(Layer layer, List<Integer> dead, int count) {
    String some =
        dead.stream().limit(MOST_LISTED).map(String::valueOf).collect(Collectors.joining(", "));
    String text =
        "%s: %d of %d feature maps are silent on all %d images: %s%s"
            .formatted(
                layer.path(),
                dead.size(),
                count,
                images,
                some,
                dead.size() > MOST_LISTED ? ", …" : "");
    return 2 * dead.size() > count
        ? Finding.warning(
            CHECK,
            text,
            "more than half a layer: check the preprocessing and the weights; a lower learning rate"
                + " or batch normalisation in training")
        : Finding.note(
            CHECK,
            text,
            "their pictures would be grey: take other maps (deconv --maps strongest:16), or other"
                + " images (--images)");
  }

  private static List<Integer> dead(BitSet seen, int count) {
    List<Integer> dead = new ArrayList<>();
    for (int c = seen.nextClearBit(0); c < count; c = seen.nextClearBit(c + 1)) {
      dead.add(c);
    }
    return dead;
  }
}
