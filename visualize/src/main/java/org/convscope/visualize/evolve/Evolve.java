package org.convscope.visualize.evolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.convscope.engine.Kernels;
import org.convscope.models.Network;
import org.convscope.visualize.deconv.DeconvOptions;
import org.convscope.visualize.deconv.DeconvResult;
import org.convscope.visualize.deconv.Deconvnet;
import org.convscope.visualize.deconv.MapSelection;
import org.convscope.visualize.deconv.PhotoSource;
import org.convscope.visualize.deconv.Projection;

/**
 * The method: the deconvnet view's strongest projection of each feature map, on every network of a
 * training. Which maps are the strongest is decided on the last one.
 */
public final class Evolve {
  private final List<Kernels> lanes;
  private final PhotoSource photos;
  private final DeconvOptions options;

  /**
   * @param lanes one single-threaded kernel set per thread to use
   * @param options the view of one network, with one image per map
   */
  public Evolve(List<Kernels> lanes, PhotoSource photos, DeconvOptions options) {
    this.lanes = List.copyOf(lanes);
    this.photos = photos;
    this.options = options;
  }

  /**
   * Runs all networks, the last one first.
   *
   * @param labels what the networks are called, earliest first
   * @param networks the networks, all of one architecture
   * @param progress told of each image searched, for every network anew
   * @throws IllegalArgumentException if a network lacks the layer, or there is no readable image
   */
  public Evolution run(List<String> labels, List<Network> networks, IntConsumer progress) {
    int last = networks.size() - 1;
    DeconvResult end = view(networks.get(last), options.maps(), progress);
    List<Integer> maps = end.maps().stream().map(DeconvResult.MapView::map).toList();
    List<Map<Integer, Projection>> byStage = new ArrayList<>();
    for (int s = 0; s < last; s++) {
      byStage.add(strongest(view(networks.get(s), new MapSelection(maps, 0), progress)));
    }
    byStage.add(strongest(end));
    List<Evolution.History> histories =
        maps.stream()
            .map(
                m ->
                    new Evolution.History(
                        m,
                        IntStream.rangeClosed(0, last)
                            .mapToObj(s -> byStage.get(s).get(m))
                            .toList()))
            .toList();
    return new Evolution(List.copyOf(labels), histories, end.height(), end.width());
  }

  private DeconvResult view(Network network, MapSelection maps, IntConsumer progress) {
    DeconvOptions one =
        new DeconvOptions(options.value(), maps, 1, options.rule(), options.field());
    return new Deconvnet(network, lanes, photos, one).run(progress);
  }

  private static Map<Integer, Projection> strongest(DeconvResult result) {
    Map<Integer, Projection> byMap = new HashMap<>();
    result.maps().forEach(m -> byMap.put(m.map(), m.top().get(0)));
    return byMap;
  }
}
