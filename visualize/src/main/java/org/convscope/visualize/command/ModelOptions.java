package org.convscope.visualize.command;

import java.io.IOException;
import java.util.Optional;
import org.convscope.models.Layer;
import org.convscope.models.Layers;
import org.convscope.models.Network;
import org.convscope.visualize.report.Provenance;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which network a command works on. */
final class ModelOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "An ONNX file, the name of a network (see visualize models list), or untrained:NAME for an",
        "architecture such as zfnet with weights drawn from --seed. zfnet-mini and resnet-mini are",
        "inside the program (default: zfnet-mini)."
      })
  private Optional<String> model = Optional.empty();

  /** The layer that a user means; wrong use if there is none. */
  Layer layer(Network network, String address) {
    try {
      return new Layers(network).resolve(address);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** How a result on this network comes about. */
  Provenance provenance(LoadedModel loaded, long seed) throws IOException {
    return new Provenance(
        Visualize.Version.number(),
        command.root().commandLine().getParseResult().originalArgs(),
        loaded.origin(),
        loaded.sha256(),
        seed);
  }

  /**
   * Reads the network.
   *
   * @param seed of an untrained network's weights
   */
  LoadedModel load(long seed) throws IOException {
    return LoadedModel.named(model.orElse(LoadedModel.DEFAULT), seed);
  }
}
