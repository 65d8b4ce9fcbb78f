package org.convscope.importer.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.importer.Onnx;
import org.convscope.importer.format.ModelReader;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;

/**
 * Runs ONNX backend test folders: {@code model.onnx} beside {@code test_data_set_N} with {@code
 * input_K.pb} and {@code output_K.pb}.
 *
 * @param kernels what to compute on
 * @param closeness when an output counts as right
 */
public record OnnxTest(Kernels kernels, Closeness closeness) {
  /** A runner with the tolerance of ONNX's own. */
  public OnnxTest(Kernels kernels) {
    this(kernels, Closeness.ONNX);
  }

  /**
   * The test folders in or below a folder, sorted by path.
   *
   * @throws IOException if the folder does not exist or cannot be read
   */
  public static List<Path> folders(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root + ": no such folder");
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.getFileName().toString().equals("model.onnx"))
          .map(Path::getParent)
          .sorted()
          .toList();
    }
  }

  /** Runs one test folder. Whatever goes wrong, also a damaged model, is a failure of the case. */
  public CaseResult run(Path folder) {
    return run(folder.resolve("model.onnx"), folder);
  }

  /** Runs another model file on the data of a test folder. */
  public CaseResult run(Path model, Path folder) {
    try {
      return new CaseResult(folder, failure(model, folder));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      return new CaseResult(folder, Optional.of(why.replaceAll("\\s*\\R\\s*", " ")));
    }
  }

  private Optional<String> failure(Path model, Path folder) throws IOException {
    Network network = Onnx.load(model);
    for (int i = 0; ; i++) {
      String set = "test_data_set_" + i;
      if (!Files.isDirectory(folder.resolve(set))) {
        return i > 0 ? Optional.empty() : Optional.of("no " + set + " beside the model");
      }
      Optional<String> failure = failureOf(network, folder.resolve(set));
      if (failure.isPresent()) {
        return failure.map(f -> set + ": " + f);
      }
    }
  }

  private Optional<String> failureOf(Network network, Path set) throws IOException {
    List<Tensor> given = tensors(set, "input_");
    List<Tensor> expected = tensors(set, "output_");
    if (given.size() > network.inputs().size() || expected.size() != network.outputs().size()) {
      return Optional.of(
          "the model has %d inputs and %d outputs, the data %d and %d"
              .formatted(
                  network.inputs().size(),
                  network.outputs().size(),
                  given.size(),
                  expected.size()));
    }
    Map<String, Tensor> inputs = new HashMap<>();
    for (int i = 0; i < given.size(); i++) {
      Input input = network.inputs().get(i);
      inputs.put(input.name(), given.get(i));
    }
    Run run = network.run(kernels, inputs, Request.taps(network.outputs()));
    for (int i = 0; i < expected.size(); i++) {
      String output = network.outputs().get(i);
      Optional<String> difference = closeness.difference(run.value(output), expected.get(i));
      if (difference.isPresent()) {
        return difference.map(d -> "output " + output + ": " + d);
      }
    }
    return Optional.empty();
  }

  private static List<Tensor> tensors(Path set, String prefix) throws IOException {
    List<Tensor> found = new ArrayList<>();
    for (Path file = set.resolve(prefix + "0.pb");
        Files.exists(file);
        file = set.resolve(prefix + found.size() + ".pb")) {
      found.add(ModelReader.tensor(file));
    }
    return found;
  }
}
