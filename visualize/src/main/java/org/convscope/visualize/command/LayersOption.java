package org.convscope.visualize.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.convscope.models.Layer;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import picocli.CommandLine.Option;

/** Several layers of a network. */
final class LayersOption {
  @Option(
      names = "--layers",
      split = ",",
      paramLabel = "LAYER",
      description = {
        "Names or numbers of 'visualize layers', parted by commas (default: convolutions from the",
        "first to the last)."
      })
  private List<String> names = List.of();

  /** The named layers, or about {@code count} convolutions from the first to the last. */
  List<Layer> of(Network network, ModelOptions models, int count) {
    if (!names.isEmpty()) {
      return names.stream().map(name -> models.layer(network, name)).toList();
    }
    Layers layers = new Layers(network);
    int last =
        layers.all().stream()
            .map(layers::number)
            .flatMap(Optional::stream)
            .mapToInt(Integer::intValue)
            .max()
            .orElseThrow(
                () -> new IllegalArgumentException("--layers: the network has no convolution"));
    Set<Integer> numbers = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      numbers.add(1 + Math.round((float) i * (last - 1) / Math.max(1, count - 1)));
    }
    List<Layer> chosen = new ArrayList<>();
    numbers.forEach(n -> chosen.add(models.layer(network, Integer.toString(n))));
    return chosen;
  }
}
