package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.convscope.models.Input;
import org.convscope.models.NearMatches;
import org.convscope.models.Network;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A network's input as raw numbers. */
final class InputOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "[NAME=]FILE",
      description = {
        "The input as an NPY file, any batch size. A network of several inputs takes one option",
        "for each, with its name."
      })
  private List<String> inputs;

  /** The given tensors by input name, in the input's type. */
  Map<String, Tensor> of(Network network) throws IOException {
    Map<String, Tensor> given = new LinkedHashMap<>();
    for (String text : inputs) {
      Input input = named(network, text);
      int equals = text.indexOf('=');
      boolean prefixed = equals > 0 && text.substring(0, equals).equals(input.name());
      Tensor read = Npy.read(Path.of(prefixed ? text.substring(equals + 1) : text));
      if (given.put(input.name(), read.cast(input.type())) != null) {
        throw wrongUse("--input: one file per input is needed, got two for " + input.name());
      }
    }
    return given;
  }

  private Input named(Network network, String text) {
    List<String> names = network.inputs().stream().map(Input::name).toList();
    for (Input input : network.inputs()) {
      if (text.startsWith(input.name() + "=")) {
        return input;
      }
    }
    if (names.size() == 1) {
      return network.inputs().get(0);
    }
    String name = text.contains("=") ? text.substring(0, text.indexOf('=')) : text;
    throw wrongUse(
        "--input: NAME=FILE is needed for a network of %d inputs, got %s; %s"
            .formatted(names.size(), text, NearMatches.hint(name, names)));
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
