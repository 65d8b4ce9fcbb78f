package org.convscope.visualize.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.attribute.Subject;

/**
 * The model randomisation check (Adebayo et al. 2018): weights are replaced by random ones, layer
 * by layer from the scores down, and the map is compared with the original one by the rank
 * correlation of |map|. A map that stays much the same shows the image, not what the network has
 * learned.
 *
 * <p>Random numbers are normal with each parameter's own mean and deviation, so that activations
 * stay in their range.
 */
public final class Randomisation {
  private static final Set<String> LAYERS =
      Set.of("conv", "conv_transpose", "gemm", "linear", "matmul");

  private Randomisation() {}

  /**
   * One step of the cascade.
   *
   * @param layer the lowest node that is random; all above it are too
   * @param correlation of its map with the original one
   */
  public record Step(String layer, double correlation) {}

  /** The cascade from the top; of a deep network some steps, the whole network always last. */
  public static List<Step> cascade(
      Subject subject, Plane map, Explainer explainer, TrustOptions options) {
    List<Node> layers = new ArrayList<>(layers(subject.network()));
    java.util.Collections.reverse(layers);
    CounterRandom random = CounterRandom.of(options.seed()).stream("randomisation");
    Map<String, Tensor> replaced = new LinkedHashMap<>();
    List<Step> steps = new ArrayList<>();
    int shown = Math.min(layers.size(), options.depths());
    for (int i = 0; i < layers.size(); i++) {
      for (String parameter : parameters(subject.network(), layers.get(i))) {
        Tensor before = subject.network().parameters().get(parameter);
        replaced.put(parameter, randomised(before, random.stream(parameter)));
      }
      boolean isShown = (i + 1) * shown / layers.size() > i * shown / layers.size();
      if (isShown) {
        Subject other = subject.with(subject.network().withParameters(replaced));
        float[] now = explainer.map(other).values();
        steps.add(new Step(layers.get(i).name(), Spearman.ofAbsolute(map.values(), now)));
      }
    }
    return steps;
  }

  private static List<Node> layers(Network network) {
    return network.nodes().stream()
        .filter(n -> LAYERS.contains(n.op().type()) && !parameters(network, n).isEmpty())
        .toList();
  }

  private static List<String> parameters(Network network, Node node) {
    return node.inputs().stream()
        .filter(in -> network.parameters().containsKey(in))
        .filter(in -> network.parameters().get(in).type().isFloating())
        .toList();
  }

  private static Tensor randomised(Tensor parameter, CounterRandom random) {
    double[] values = parameter.toDoubles();
    double mean = 0;
    double squares = 0;
    for (double v : values) {
      mean += v / values.length;
      squares += v * v / values.length;
    }
    double deviation = Math.sqrt(Math.max(0, squares - mean * mean));
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + deviation * random.gaussian(i);
    }
    return Tensor.of(parameter.shape(), values).cast(parameter.type());
  }
}
