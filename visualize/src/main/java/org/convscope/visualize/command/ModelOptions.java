package org.convscope.visualize.command;

import java.io.IOException;
import java.util.Optional;
import org.convscope.importer.registry.ModelStore;
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
      description = "An ONNX file, or the name of a network (see visualize models list).")
  private Optional<String> model = Optional.empty();

  /** Reads the network. */
  LoadedModel load() throws IOException {
    if (model.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "--model: name a network, for example an ONNX file or one of 'visualize models list'");
    }
    return LoadedModel.of(ModelStore.of(System.getenv()).resolve(model.get()));
  }
}
