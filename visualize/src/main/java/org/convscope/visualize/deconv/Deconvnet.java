package org.convscope.visualize.deconv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;

/**
 * The method: find each feature map's strongest activations over an image set, then project each
 * one down to the pixels from a seed that is zero everywhere but there, where it is the
 * activation's value (Zeiler and Fergus 2013, §2 and Fig. 2).
 */
public final class Deconvnet {
  private static final long PART_BYTES = 128L << 20;

  private final Network network;
  private final List<Kernels> lanes;
  private final PhotoSource photos;
  private final DeconvOptions options;
  private final long partBytes;

  /**
   * @param lanes one single-threaded kernel set per thread to use
   */
  public Deconvnet(
      Network network, List<Kernels> lanes, PhotoSource photos, DeconvOptions options) {
    this(network, lanes, photos, options, PART_BYTES);
  }

  Deconvnet(
      Network network,
      List<Kernels> lanes,
      PhotoSource photos,
      DeconvOptions options,
      long partBytes) {
    this.partBytes = partBytes;
    this.network = network;
    this.lanes = List.copyOf(lanes);
    this.photos = photos;
    this.options = options;
  }

  /**
   * Runs the search and the projections, and keeps them all.
   *
   * @param progress told the number of images searched so far, from any thread
   * @throws IllegalArgumentException if there is no readable image, or a map that does not exist
   */
  public DeconvResult run(IntConsumer progress) {
    List<DeconvResult> parts = new ArrayList<>();
    run(progress, parts::add);
    return new DeconvResult(
        parts.stream().flatMap(p -> p.maps().stream()).toList(),
        parts.get(0).height(),
        parts.get(0).width(),
        parts.get(0).skipped());
  }

  /**
   * Runs the search and the projections, and hands these on in parts of some feature maps each, so
   * that a whole layer does not need to fit into memory.
   *
   * @param progress told the number of images searched so far, from any thread
   * @param parts told of each part in the order of the maps
   * @throws IllegalArgumentException if there is no readable image, or a map that does not exist
   */
  public void run(IntConsumer progress, Consumer<DeconvResult> parts) {
    Search.Found found =
        new Search(network, lanes, photos).run(options.value(), options.top(), progress);
    TopActivations best = found.best();
    List<Integer> maps = options.maps().of(best.ranked());
    int together = together(best.of(maps.get(0)).get(0).image());
    for (int from = 0; from < maps.size(); from += together) {
      List<Integer> some = maps.subList(from, Math.min(maps.size(), from + together));
      parts.accept(project(some, best, found.skipped()));
    }
  }

  /** How many maps' projections fit into the memory that a part may take. */
  private int together(int image) {
    long perMap = (long) options.top() * photos.input(image).size() * Float.BYTES;
    return (int) Math.max(1, partBytes / perMap);
  }

  private DeconvResult project(List<Integer> maps, TopActivations best, List<String> skipped) {
    Map<Integer, List<Excitation>> byImage = new TreeMap<>();
    for (int map : maps) {
      for (Excitation e : best.of(map)) {
        byImage.computeIfAbsent(e.image(), i -> new ArrayList<>()).add(e);
      }
    }
    List<List<Excitation>> work = new ArrayList<>(byImage.values());
    Map<Excitation, Projection> done = new ConcurrentHashMap<>();
    int[] size = new int[2];
    Lanes.forEach(
        lanes,
        work.size(),
        (kernels, i) -> {
          Tensor x = photos.input(work.get(i).get(0).image());
          size[0] = x.shape().dim(2);
          size[1] = x.shape().dim(3);
          projectAll(kernels, x, work.get(i), done);
        });
    List<DeconvResult.MapView> views =
        maps.stream()
            .map(m -> new DeconvResult.MapView(m, best.of(m).stream().map(done::get).toList()))
            .toList();
    return new DeconvResult(views, size[0], size[1], skipped);
  }

  private void projectAll(
      Kernels kernels, Tensor x, List<Excitation> ofImage, Map<Excitation, Projection> done) {
    Request request = Request.taps(options.value()).tracking(network.input().name());
    try (Run run = network.run(kernels, Search.input(network, x), request)) {
      projectAll(run, ofImage, done);
    }
  }

  private void projectAll(Run run, List<Excitation> ofImage, Map<Excitation, Projection> done) {
    String input = network.input().name();
    Tensor a = run.value(options.value());
    for (Excitation e : ofImage) {
      int unit = unit(e, a);
      requireReproduced(e, a.floats()[unit]);
      float[] seed = new float[a.size()];
      seed[unit] = e.activation();
      Tensor g =
          run.backward(
                  Map.of(options.value(), Tensor.of(a.shape(), seed)),
                  List.of(input),
                  options.rule())
              .get(input);
      done.put(e, new Projection(e, g.floats(), options.field().of(e.y(), e.x())));
    }
  }

  private static int unit(Excitation e, Tensor a) {
    int plane = a.shape().size(2, a.shape().rank());
    int width = a.shape().rank() > 2 ? a.shape().dim(-1) : 1;
    return e.map() * plane + e.y() * width + e.x();
  }

  private void requireReproduced(Excitation e, float again) {
    if (again != e.activation()) {
      throw new IllegalStateException(
          "deconv: map %d on %s must give its recorded activation %s again, got %s; the image has changed"
              .formatted(e.map(), photos.names().get(e.image()), e.activation(), again));
    }
  }
}
