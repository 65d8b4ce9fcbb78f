package org.convscope.visualize.correspond;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Network;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.visualize.correspond.CorrespondenceOptions.Features;

/**
 * The method: cover the same part in each image of a group, take ε = features of the image −
 * features of the covered image, and compare the signs of ε between images. A part that the network
 * relates across images has a smaller distance than random rectangles do.
 */
public final class Correspondence {
  /**
   * Changes up to this share of a layer's largest feature count as none: fast convolutions round a
   * feature differently when something beside its own receptive field changes.
   */
  private static final float ROUNDING = 3e-5f;

  private final Network network;
  private final CorrespondenceOptions options;

  private Correspondence(Network network, CorrespondenceOptions options) {
    this.network = network;
    this.options = options;
  }

  /**
   * The table's rows of one group: its parts, then the random control.
   *
   * @param lanes one single-threaded kernel set per thread to use
   * @param progress told the number of images done, from any thread
   * @throws IllegalArgumentException if the group has no part in common
   */
  public static List<CorrespondenceRow> of(
      Network network,
      List<Kernels> lanes,
      Group group,
      CorrespondenceOptions options,
      IntConsumer progress) {
    if (group.parts().isEmpty()) {
      throw new IllegalArgumentException(
          "correspondence: a part that all images have is needed, got none in " + group.name());
    }
    return new Correspondence(network, options).rows(lanes, group, progress);
  }

  private List<CorrespondenceRow> rows(List<Kernels> lanes, Group group, IntConsumer progress) {
    int images = group.images().size();
    List<String> parts = group.parts();
    int covers = 2 * parts.size();
    byte[][][][] signs = new byte[images][][][];
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    try (Workers workers = Workers.of(lanes.size())) {
      workers.forEach(
          lanes.size(),
          lane -> {
            for (int i = next.getAndIncrement(); i < images; i = next.getAndIncrement()) {
              signs[i] = signs(lanes.get(lane), group, parts, i);
              progress.accept(done.incrementAndGet());
            }
          });
    }
    List<CorrespondenceRow> rows = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      rows.add(row(group, parts.get(p), signs, List.of(p)));
    }
    List<Integer> random = new ArrayList<>();
    for (int c = parts.size(); c < covers; c++) {
      random.add(c);
    }
    rows.add(row(group, CorrespondenceRow.RANDOM, signs, random));
    return rows;
  }

  /** The distance in each layer, over the pairs of all the given covers. */
  private CorrespondenceRow row(
      Group group, String part, byte[][][][] signs, List<Integer> covers) {
    List<SignDistance> layers = new ArrayList<>();
    for (int l = 0; l < options.values().size(); l++) {
      List<SignDistance> each = new ArrayList<>();
      for (int c : covers) {
        List<byte[]> ofLayer = new ArrayList<>();
        for (byte[][][] image : signs) {
          ofLayer.add(image[c][l]);
        }
        each.add(SignDistance.of(ofLayer));
      }
      layers.add(SignDistance.together(each));
    }
    return new CorrespondenceRow(group.name(), part, layers);
  }

  /** Of one image: the changes' signs by cover (parts, then random ones) and layer. */
  private byte[][][] signs(Kernels kernels, Group group, List<String> parts, int image) {
    MarkedInput marked = group.images().get(image);
    Tensor x = marked.input();
    Tensor cover = options.fill().cover(x, options.preprocessing(), options.seed());
    float[][] clean = features(kernels, x);
    List<Region> regions = new ArrayList<>();
    parts.forEach(p -> regions.add(marked.parts().get(p)));
    CounterRandom random =
        CounterRandom.of(options.seed()).stream("random part").stream(group.name()).stream(image);
    for (int i = 0; i < parts.size(); i++) {
      regions.add(randomPlace(regions.get(i), x.shape(), random, i));
    }
    byte[][][] signs = new byte[regions.size()][][];
    for (int r = 0; r < signs.length; r++) {
      float[][] covered = features(kernels, covered(x, cover, regions.get(r)));
      signs[r] = new byte[clean.length][];
      for (int l = 0; l < clean.length; l++) {
        signs[r][l] = signs(clean[l], covered[l]);
      }
    }
    return signs;
  }

  private static Region randomPlace(Region size, Shape x, CounterRandom random, int i) {
    return new Region(
        random.below(2L * i, x.dim(2) - size.height() + 1),
        random.below(2L * i + 1, x.dim(3) - size.width() + 1),
        size.height(),
        size.width());
  }

  private static Tensor covered(Tensor x, Tensor cover, Region r) {
    float[] values = x.floats().clone();
    int height = x.shape().dim(2);
    int width = x.shape().dim(3);
    for (int c = 0; c < x.shape().dim(1); c++) {
      for (int y = r.top(); y < r.top() + r.height(); y++) {
        int from = (c * height + y) * width + r.left();
        System.arraycopy(cover.floats(), from, values, from, r.width());
      }
    }
    return Tensor.of(x.shape(), values);
  }

  private float[][] features(Kernels kernels, Tensor x) {
    Run run =
        network.run(kernels, Map.of(network.input().name(), x), Request.taps(options.values()));
    float[][] features = new float[options.values().size()][];
    for (int l = 0; l < features.length; l++) {
      Tensor t = run.value(options.values().get(l));
      features[l] =
          options.features() == Features.MAPS && t.shape().rank() == 4 ? means(t) : t.floats();
    }
    return features;
  }

  private static float[] means(Tensor t) {
    int maps = t.shape().dim(1);
    int plane = t.size() / maps;
    float[] means = new float[maps];
    for (int c = 0; c < maps; c++) {
      double sum = 0;
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        sum += t.floats()[i];
      }
      means[c] = (float) (sum / plane);
    }
    return means;
  }

  /** Where nothing but rounding moves a feature, its sign is 0. */
  private static byte[] signs(float[] clean, float[] covered) {
    float most = 0;
    for (float v : clean) {
      most = Math.max(most, Math.abs(v));
    }
    byte[] signs = new byte[clean.length];
    for (int i = 0; i < signs.length; i++) {
      float change = clean[i] - covered[i];
      signs[i] = (byte) (Math.abs(change) <= ROUNDING * most ? 0 : Math.signum(change));
    }
    return signs;
  }
}
