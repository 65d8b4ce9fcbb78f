package org.convscope.importer.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;

/**
 * States in a network's metadata how photographs are prepared for it and where that is known from:
 * from the file itself, from the registry, or, for want of better, from the shape of its input.
 */
public final class PreprocessingInference {
  /** Metadata key under which the origin of the preprocessing is told. */
  public static final String SOURCE = "preprocessing.source";

  private PreprocessingInference() {}

  /**
   * The network with its preprocessing stated; unchanged if its input is no image.
   *
   * @param fileName name of the file it was read from
   */
  public static Network stated(Network network, String fileName) {
    if (Preprocessing.fromMetadata(network.metadata()).isPresent()) {
      return withSource(network, Map.of(), "the model's metadata");
    }
    if (network.inputs().size() != 1 || !isImage(network.input())) {
      return network;
    }
    List<Integer> dims = network.input().dims();
    int height = dims.get(2) > 0 ? dims.get(2) : 224;
    int width = dims.get(3) > 0 ? dims.get(3) : 224;
    Optional<KnownModel> known = ModelRegistry.find(fileName);
    if (known.isPresent()) {
      Preprocessing p = known.get().preprocessing().withSize(height, width);
      return withSource(network, p.toMetadata(), "known model " + known.get().name());
    }
    Preprocessing p =
        dims.get(1) == 1
            ? Preprocessing.grey(height, width)
            : Preprocessing.imageNet(height, width);
    return withSource(
        network,
        p.toMetadata(),
        dims.get(1) == 1
            ? "assumed: brightness in 0..1 for an input of one channel"
            : "assumed: RGB with ImageNet's mean and deviation for an input of three channels");
  }

  private static boolean isImage(Input input) {
    return input.type().isFloating()
        && input.dims().size() == 4
        && (input.dims().get(1) == 1 || input.dims().get(1) == 3);
  }

  private static Network withSource(Network network, Map<String, String> added, String source) {
    Map<String, String> metadata = new LinkedHashMap<>(network.metadata());
    metadata.putAll(added);
    metadata.putIfAbsent(SOURCE, source);
    return network.withMetadata(metadata);
  }
}
